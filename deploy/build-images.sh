#!/bin/sh
# Builds the three images with one pinned base, each with an SBOM and provenance, and pushes them where a registry is named.
#   sh deploy/build-images.sh TAG [REGISTRY]
#   DRY_RUN=1 sh deploy/build-images.sh TAG [REGISTRY]    prints the commands
# NODE_IMAGE pins the base by a digest that you looked up yourself; else the tag's digest of today is looked up, and printed.
set -eu

tag=${1:?usage: sh deploy/build-images.sh TAG [REGISTRY]}
registry=${2:-}
base_tag=docker.io/library/node:24-bookworm-slim
cd "$(dirname "$0")/.."

run() {
  if [ -n "${DRY_RUN:-}" ]; then echo "$@"; else "$@"; fi
}

if [ -z "${NODE_IMAGE:-}" ]; then
  if [ -n "${DRY_RUN:-}" ]; then
    NODE_IMAGE="docker.io/library/node@DIGEST-OF-$base_tag"
  else
    digest=$(docker buildx imagetools inspect "$base_tag" --format '{{.Manifest.Digest}}')
    case $digest in
      sha256:*) NODE_IMAGE="docker.io/library/node@$digest" ;;
      *) echo "build-images: no digest of $base_tag could be looked up; set NODE_IMAGE" >&2; exit 1 ;;
    esac
  fi
fi
case $NODE_IMAGE in
  *@*) echo "base: $NODE_IMAGE" >&2 ;;
  *) echo "build-images: NODE_IMAGE $NODE_IMAGE is a tag, which moves; give NAME@sha256:..." >&2; exit 1 ;;
esac

# What is inside, from the lock file: the packages of production, none of development.
mkdir -p out/images
if [ -n "${DRY_RUN:-}" ]; then
  echo "npm sbom --sbom-format cyclonedx --omit dev --package-lock-only > out/images/sbom.cdx.json"
else
  npm sbom --sbom-format cyclonedx --omit dev --package-lock-only > out/images/sbom.cdx.json
fi

for target in gateway domain tools; do
  name="${registry:+$registry/}nlu-reranker-$target"
  # An attestation needs a registry to lie in: without one the image is loaded here, plain.
  if [ -n "$registry" ]; then set -- --push --sbom=true --provenance=mode=max; else set -- --load; fi
  run docker buildx build -f deploy/Containerfile --target "$target" --build-arg "NODE_IMAGE=$NODE_IMAGE" \
    --metadata-file "out/images/$target.json" -t "$name:$tag" "$@" .
done
