import { NluError } from '../../../serving/errors.js';
import { fromGaps, PlaneReader, toGaps, toPlanes } from '../numeric/byte-planes.js';
import type { BoostedTrees } from './boosted-trees.js';
import { type Forest, ForestWriter } from './forest.js';
import type { QuantileForest } from './quantile-forest.js';

/** The bundle part that holds an entity ranker's trees. */
export const TREES_PART = 'trees.bin';

/** What a part holds: `[kind, features, trees]` come first. */
const KINDS = { boosted: 1, quantile: 2 } as const;
/** The most features of a row, so that they are numbered by 16 bits. */
const MOST_FEATURES = 65_535;

/** Boosted trees as bytes: every tree in preorder, a word a node, then thresholds and the values of leaves. */
export function encodeBoostedTrees({ forest, base, leafValues }: BoostedTrees): Uint8Array {
  return Buffer.concat([...forestPlanes('boosted', forest), bits([base]), bits(leafValues)]);
}

/**
 * @param part names the bytes in errors
 * @throws NluError FAILED_PRECONDITION where the bytes are not what `encodeBoostedTrees` writes, or have other features
 */
export function decodeBoostedTrees(bytes: Uint8Array, features: number, part: string = TREES_PART): BoostedTrees {
  return decoded(part, () => {
    const reader = new PlaneReader(bytes);
    const forest = readForest(reader, 'boosted', features);
    const base = floats(reader.next());
    const leafValues = floats(reader.next());
    expectThat(base.length === 1 && leafValues.length === forest.leaves, 'has as many values as leaves');
    expectThat(base.every(Number.isFinite) && leafValues.every(Number.isFinite), 'holds finite values alone');
    return { forest, base: base[0], leafValues };
  });
}

/** A quantile forest as bytes. */
export function encodeQuantileForest({ forest, targets, leafStart, leafRows }: QuantileForest): Uint8Array {
  return Buffer.concat([
    ...forestPlanes('quantile', forest),
    bits(targets),
    toPlanes(toGaps(leafStart)),
    toPlanes(leafRows),
  ]);
}

/** @throws NluError FAILED_PRECONDITION where the bytes are not what `encodeQuantileForest` writes */
export function decodeQuantileForest(bytes: Uint8Array, features: number, part: string = TREES_PART): QuantileForest {
  return decoded(part, () => {
    const reader = new PlaneReader(bytes);
    const forest = readForest(reader, 'quantile', features);
    const targets = floats(reader.next());
    const gaps = reader.next();
    const leafRows = reader.next();
    expectThat(
      targets.every((target, row) => Number.isFinite(target) && (row === 0 || target >= targets[row - 1])),
      'holds finite targets that rise',
    );
    expectThat(gaps.length === forest.leaves + 1 && gaps[0] === 0, 'has a place for every leaf');
    expectThat(
      gaps.every((gap, leaf) => leaf === 0 || (gap > 0 && gap <= leafRows.length)),
      'has rows in every leaf',
    );
    expectThat(gaps.reduce((sum, gap) => sum + gap, 0) === leafRows.length, 'has as many rows as its leaves say');
    expectThat(
      leafRows.every((row) => row < targets.length),
      'has a target for every row',
    );
    return { forest, targets, leafStart: fromGaps(gaps), leafRows };
  });
}

/** Per node, in preorder: 0 for a leaf, else 1 + 2 * feature + whether missing values go left. */
function forestPlanes(kind: keyof typeof KINDS, forest: Forest): Uint8Array[] {
  const nodes: number[] = [];
  for (const root of forest.roots) {
    const open = [root];
    for (let node = open.pop(); node !== undefined; node = open.pop()) {
      nodes.push(node < 0 ? 0 : 1 + 2 * forest.splitFeature[node] + forest.missingLeft[node]);
      if (node >= 0) open.push(forest.right[node], forest.left[node]);
    }
  }
  return [toPlanes([KINDS[kind], forest.features, forest.roots.length]), toPlanes(nodes), bits(forest.threshold)];
}

function readForest(reader: PlaneReader, kind: keyof typeof KINDS, features: number): Forest {
  const header = reader.next();
  expectThat(header.length === 3 && header[0] === KINDS[kind], `holds ${kind} trees`);
  expectThat(header[1] === features && features <= MOST_FEATURES, `has ${features} features (it has ${header[1]})`);
  const nodes = reader.next();
  const thresholds = floats(reader.next());
  const splits = nodes.reduce((count, node) => count + (node === 0 ? 0 : 1), 0);
  expectThat(thresholds.length === splits && !thresholds.some(Number.isNaN), 'has a threshold for every split');
  const writer = new ForestWriter(features);
  let split = 0;
  for (const node of nodes) {
    if (node === 0) {
      writer.leaf();
      continue;
    }
    const feature = (node - 1) >>> 1;
    expectThat(feature < features, 'splits by features that rows have');
    writer.split(feature, thresholds[split++], (node - 1) % 2 === 1);
  }
  expectThat(writer.isWhole && writer.trees === header[2], 'has whole trees, as many as it says');
  return writer.forest();
}

/** Float32 numbers by their bits. */
function bits(values: ArrayLike<number>): Uint8Array {
  return toPlanes(new Uint32Array(Float32Array.from(values).buffer));
}

function floats(values: Uint32Array): Float32Array {
  return new Float32Array(Uint32Array.from(values).buffer);
}

function expectThat(holds: boolean, what: string): void {
  if (!holds) throw new NluError('FAILED_PRECONDITION', `expected that it ${what}`);
}

function decoded<Result>(part: string, read: () => Result): Result {
  try {
    return read();
  } catch (cause) {
    const reason = cause instanceof NluError ? cause.message : String(cause);
    throw new NluError('FAILED_PRECONDITION', `part ${part} cannot be read: ${reason}`, { cause });
  }
}
