import type { Manifest } from '../../bundles/format/manifest.js';

/** A number on both sides; undefined where a side has none of that name. */
export interface NumberDifference {
  readonly name: string;
  readonly first: number | undefined;
  readonly second: number | undefined;
}

/** The differences between two bundles. Weights and figures are listed in full, equal ones too. */
export interface BundleDifference {
  readonly same: boolean;
  readonly weights: readonly NumberDifference[];
  readonly figures: readonly NumberDifference[];
  /** `Intent` or `Intent.slot`. */
  readonly schema: { readonly added: readonly string[]; readonly removed: readonly string[] };
  /** Everything else of the manifests that differs, by its path. */
  readonly settings: readonly { readonly name: string; readonly first: string; readonly second: string }[];
  /** Parts whose contents differ. */
  readonly parts: readonly string[];
}

export function bundleDifference(first: Manifest, second: Manifest): BundleDifference {
  const [ours, theirs] = [schemaNames(first), schemaNames(second)];
  const [parts, otherParts] = [partHashes(first), partHashes(second)];
  return {
    same: first.digest === second.digest,
    weights: numberDifferences(first.reranker.weights, second.reranker.weights),
    figures: numberDifferences(first.figures, second.figures),
    schema: {
      added: theirs.filter((name) => !ours.includes(name)),
      removed: ours.filter((name) => !theirs.includes(name)),
    },
    settings: settingDifferences(first, second),
    parts: union(parts, otherParts).filter((name) => parts[name] !== otherParts[name]),
  };
}

/** Numbers of two sides by their names, in alphabetical order. */
export function numberDifferences(first: Record<string, number>, second: Record<string, number>): NumberDifference[] {
  return union(first, second).map((name) => ({ name, first: first[name], second: second[name] }));
}

function settingDifferences(first: Manifest, second: Manifest): BundleDifference['settings'] {
  const [ours, theirs] = [settingsOf(first), settingsOf(second)];
  return union(ours, theirs)
    .map((name) => ({ name, first: ours[name] ?? '', second: theirs[name] ?? '' }))
    .filter((setting) => setting.first !== setting.second);
}

/** The manifest's other leaves by their paths. */
function settingsOf({ domain, version, recognizer, reranker, training }: Manifest): Record<string, string> {
  return Object.fromEntries(leaves({ domain, version, recognizer, reranker: { form: reranker.form }, training }, ''));
}

function leaves(value: unknown, path: string): [string, string][] {
  if (typeof value !== 'object' || value === null) return [[path, String(value)]];
  return Object.entries(value).flatMap(([key, child]) => leaves(child, path === '' ? key : `${path}.${key}`));
}

function schemaNames({ schema }: Manifest): string[] {
  return Object.entries(schema).flatMap(([intent, slots]) => [intent, ...slots.map((slot) => `${intent}.${slot}`)]);
}

function partHashes({ parts }: Manifest): Record<string, string> {
  return Object.fromEntries(parts.map(({ name, sha256 }) => [name, sha256]));
}

function union(first: object, second: object): string[] {
  return [...new Set([...Object.keys(first), ...Object.keys(second)])].sort();
}
