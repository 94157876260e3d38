import DataLoader from 'dataloader';

/** The most inputs that share a run: more save little. */
const MOST = 16;

/**
 * Lets the inputs of one turn of the event loop share a run of onnxruntime, which costs more to begin than one more
 * input adds. A run begins when the turn has read everything that was waiting, so that runs grow with the load.
 * @param run gives one output for each input, in order; when it throws, every input of the run is rejected
 */
export function sharedRuns<Input extends object, Output>(
  run: (inputs: readonly Input[]) => Promise<Output[]>,
): (input: Input) => Promise<Output> {
  const loader = new DataLoader(run, { cache: false, maxBatchSize: MOST, batchScheduleFn: setImmediate });
  return (input) => loader.load(input);
}
