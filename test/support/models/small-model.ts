import onnxProto from 'onnx-proto';
import * as ort from 'onnxruntime-node';
import type { Bundle } from '../../../bundles/format/open.js';
import { type BundleContents, packBundle } from '../../../bundles/format/pack.js';
import type { Interpretation } from '../../../domains/core/interpreter/hypothesis.js';
import type { Servable } from '../../../domains/core/interpreter/servable.js';
import { plainContents } from './bundles.js';

const { onnx } = onnxProto;
const FLOAT = onnx.TensorProto.DataType.FLOAT;
const INT64 = onnx.TensorProto.DataType.INT64;

const scalar = (name: string) => ({
  name,
  type: { tensorType: { elemType: FLOAT, shape: { dim: [{ dimValue: 1 }, { dimValue: 1 }] } } },
});

function modelBytes(nodes: object[], initializer: object[]): Uint8Array {
  const graph = { name: 'small', node: nodes, initializer, input: [scalar('x')], output: [scalar('p')] };
  const model = { irVersion: 8, opsetImport: [{ domain: '', version: 13 }], graph };
  return onnx.ModelProto.encode(onnx.ModelProto.create(model as object)).finish();
}

const constant = (name: string, value: number) => ({ name, dims: [1, 1], dataType: FLOAT, floatData: [value] });

/** A tiny ONNX graph for a real session: p = sigmoid(weight * x). */
export function smallGraph(weight: number): Uint8Array {
  const nodes = [
    { opType: 'MatMul', input: ['x', 'w'], output: ['z'] },
    { opType: 'Sigmoid', input: ['z'], output: ['p'] },
  ];
  return modelBytes(nodes, [constant('w', weight)]);
}

/** A graph that loads and fails when it is run, since it gathers out of bounds. */
export function throwingGraph(): Uint8Array {
  const nodes = [
    { opType: 'Add', input: ['x', 'five'], output: ['beyond'] },
    { opType: 'Cast', input: ['beyond'], output: ['i'], attribute: [{ name: 'to', type: 2, i: INT64 }] },
    { opType: 'GatherElements', input: ['w', 'i'], output: ['p'] },
  ];
  return modelBytes(nodes, [constant('w', 1), constant('five', 5)]);
}

export interface SmallServable extends Servable {
  readonly released: () => boolean;
}

/** A servable over the small graph. It yields one hypothesis whose confidence follows from the utterance's length. */
export async function loadSmall(bundle: Pick<Bundle, 'parts'>): Promise<SmallServable> {
  const session = await ort.InferenceSession.create(bundle.parts.get('model.onnx')!, {
    intraOpNumThreads: 1,
    interOpNumThreads: 1,
    logSeverityLevel: 4,
  });
  if (session.outputNames.join() !== 'p') throw new Error(`the graph has outputs ${session.outputNames}, not p`);
  let released = false;
  const interpret = async (utterance: string): Promise<Interpretation> => {
    if (released) throw new Error('run after release');
    const x = new ort.Tensor('float32', [[...utterance].length / 10], [1, 1]);
    const confidence = (await session.run({ x })).p!.data[0] as number;
    const logit = Math.log(confidence / (1 - confidence));
    const scores = { domain: confidence, intent: 1, slot: 1 };
    const contributions = [{ name: 'domain', value: logit }];
    return {
      hypotheses: [{ intent: 'PlayMusic', slots: [], scores, confidence, contributions }],
      inDomain: confidence,
    };
  };
  return {
    interpret,
    rerank: (utterance) => interpret(utterance),
    release: async () => {
      if (released) throw new Error('released twice');
      released = true;
      await session.release();
    },
    released: () => released,
  };
}

export interface SmallOptions {
  readonly weight?: number;
  readonly graph?: Uint8Array;
  readonly manifest?: Partial<BundleContents['manifest']>;
  /** The part with the golden utterances, for a test that wants a wrong one. */
  readonly golden?: Uint8Array;
  /** Incompressible bytes beside the model. */
  readonly ballast?: Uint8Array;
}

/** The contents of a small bundle whose golden utterances fit its graph. */
export async function smallContents(options: SmallOptions = {}): Promise<BundleContents> {
  const graph = options.graph ?? smallGraph(options.weight ?? 1);
  const parts = new Map([['model.onnx', graph]]);
  if (options.ballast) parts.set('ballast.bin', options.ballast);
  parts.set('golden.json', options.golden ?? (await goldenOf(graph)));
  return { ...plainContents(options.manifest), parts };
}

/** The bytes of a small bundle. */
export async function smallBundle(version: string, options: SmallOptions = {}): Promise<Uint8Array> {
  return packBundle(await smallContents(options), { version });
}

async function goldenOf(graph: Uint8Array): Promise<Uint8Array> {
  const servable = await loadSmall({ parts: new Map([['model.onnx', graph]]) });
  const golden = [];
  for (const utterance of ['play', 'play some jazz']) {
    const interpretation = await servable.interpret(utterance).catch(() => ({ hypotheses: [], inDomain: 0 }));
    golden.push({ utterance, interpretation });
  }
  await servable.release();
  return Buffer.from(JSON.stringify(golden));
}
