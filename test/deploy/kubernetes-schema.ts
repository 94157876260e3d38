/** A Kubernetes object as its manifest says it. */
export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly labels?: Record<string, string> };
  readonly [key: string]: unknown;
}

interface Model {
  new (data: object): object;
  readonly prototype: { validate(this: unknown): void };
}

/**
 * Holds a manifest against the schema of its kind, as the API server would with strict field validation.
 * @returns what is wrong with it; empty for nothing
 */
export async function faultsOf(manifest: Manifest): Promise<string[]> {
  const { apiVersion, kind } = manifest;
  const { [kind]: Kind } = (await import(`${modelsOf(apiVersion)}/${apiVersion}`)) as Record<string, Model | undefined>;
  if (!Kind) return [`${apiVersion} has no ${kind}`];
  const seen = new Set<string>();
  try {
    // The model copies what it is made from, so it is the model that is watched.
    Kind.prototype.validate.call(recording(new Kind(manifest), '', seen));
  } catch (error) {
    return [(error as Error).message];
  }
  return pathsOf(manifest, '').filter((path) => !seen.has(path));
}

/** The package with the schemas of a group: Kubernetes's own, or those of custom resources. */
function modelsOf(apiVersion: string): string {
  if (apiVersion.startsWith('cert-manager.io/')) return '@kubernetes-models/cert-manager';
  if (apiVersion.startsWith('monitoring.coreos.com/')) return '@kubernetes-models/prometheus-operator';
  return 'kubernetes-models';
}

/**
 * The published schemas allow keys that they do not know, and a mistyped key is what goes wrong most. Their validators ask
 * for each key that they know by name: what nobody asked for is unknown.
 */
function recording(value: unknown, path: string, seen: Set<string>): unknown {
  if (typeof value !== 'object' || value === null) return value;
  return new Proxy(value, {
    get(target, key) {
      const inner = Reflect.get(target, key);
      if (typeof key !== 'string' || !Object.hasOwn(target, key)) return inner;
      seen.add(`${path}/${key}`);
      return recording(inner, `${path}/${key}`, seen);
    },
  });
}

function pathsOf(value: unknown, path: string): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => [`${path}/${key}`, ...pathsOf(inner, `${path}/${key}`)]);
}
