import DataLoader from 'dataloader';

/** The most that share a run: beyond it a run saves little more. */
const MOST = 16;

/**
 * Lets what is asked for within one turn of the event loop share a run of onnxruntime, which costs more to begin than what one
 * more adds to it. Runs begin when all has been read that the turn found waiting, so that they are the larger the busier it is.
 * @param run one result for each, in order; what it throws is everybody's
 */
export function sharedRuns<Input extends object, Output>(
  run: (inputs: readonly Input[]) => Promise<Output[]>,
): (input: Input) => Promise<Output> {
  const loader = new DataLoader(run, { cache: false, maxBatchSize: MOST, batchScheduleFn: setImmediate });
  return (input) => loader.load(input);
}
