import type { WireWriter } from './wire-writer.js';

/** Writes the scores of a hypothesis, as a field of it; those that are absent are left out, and a 0 is not. */
export function writeScores(
  writer: WireWriter,
  {
    domain,
    intent,
    slot,
  }: {
    readonly domain?: number | string | undefined;
    readonly intent?: number | string | undefined;
    readonly slot?: number | string | undefined;
  },
): void {
  const start = writer.open(4);
  if (domain !== undefined) writer.presentDouble(1, Number(domain));
  if (intent !== undefined) writer.presentDouble(2, Number(intent));
  if (slot !== undefined) writer.presentDouble(3, Number(slot));
  writer.close(start);
}
