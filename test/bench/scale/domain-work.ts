import { withRecognizer } from '../../../bundles/format/manifest.js';
import { loadInterpreter } from '../../../domains/core/interpreter/load-interpreter.js';
import { sampleUtterances, utterancesOfLength } from '../measurement/sample-utterances.js';
import { shippedBundles } from '../measurement/shipped-bundles.js';
import type { Spread } from '../measurement/spread.js';
import { timeStages } from '../micro/stage-timer.js';

/** CPU time of one interpretation at a size, in ms, as the mean of the shipped domains. */
export interface WorkCost {
  readonly size: number;
  readonly cpuMs: Spread;
}

/** Measures recognizing and re-ranking at growing numbers of hypotheses, and of tokens. */
export async function measureDomainWork(
  hypotheses: readonly number[],
  tokens: readonly number[],
  rounds: number,
): Promise<{ hypotheses: WorkCost[]; tokens: WorkCost[] }> {
  const bundles = await shippedBundles();
  const texts = sampleUtterances().filter((_, index) => index % 4 === 0);
  const stages = async (nBest: number | undefined, inputs: readonly string[]) => {
    const servables = await Promise.all(
      bundles.map(({ manifest, parts }) => {
        const recognizer = { ...withRecognizer(manifest).recognizer, ...(nBest === undefined ? {} : { nBest }) };
        return loadInterpreter({ manifest: { ...manifest, recognizer }, parts });
      }),
    );
    return servables.map((servable) => ({
      name: '',
      inputs: inputs.length,
      run: (index: number) => servable.interpret(inputs[index]),
    }));
  };
  const measure = async (sizes: readonly number[], of: (size: number) => ReturnType<typeof stages>) => {
    const work = await Promise.all(sizes.map(of));
    const times = await timeStages(work.flat(), rounds);
    return sizes.map((size, index): WorkCost => {
      const own = times.slice(index * bundles.length, (index + 1) * bundles.length);
      const mean = (key: keyof Spread) =>
        own.reduce((sum, { cpuMicros }) => sum + cpuMicros[key], 0) / own.length / 1000;
      return { size, cpuMs: { median: mean('median'), least: mean('least'), most: mean('most') } };
    });
  };
  return {
    hypotheses: await measure(hypotheses, (size) => stages(size, texts)),
    tokens: await measure(tokens, (size) => stages(undefined, utterancesOfLength(texts, size))),
  };
}
