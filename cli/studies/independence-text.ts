import { share } from '../../training/evaluation/figure-names.js';
import { FALSE_ACCEPTS, type StudiedChange } from '../../training/studies/independence.js';
import { plainTable, stealTable } from '../evaluation/evaluation-text.js';

/** The study for people: shares in per cent. */
export function independenceText(changes: readonly StudiedChange[]): string {
  const head = `One threshold per system, fixed for ${share(FALSE_ACCEPTS)} % false accepts before each change; the other domains untouched. Out of fold, per cent.`;
  return `${[head, ...changes.flatMap(changeText)].join('\n')}\n`;
}

function changeText({ name, systems }: StudiedChange): string[] {
  const table = plainTable(['', 'IRER before', 'after', 'false accepts before', 'after', 'accepts before', 'after']);
  for (const { system, before, after } of systems) {
    const pairs = (['irer', 'falseAccepts', 'accepts'] as const).map((figure) => [before[figure], after[figure]]);
    table.push([system, ...pairs.flat().map(share)]);
  }
  const steals = systems.flatMap(({ system, before, after }) => [
    `${system}: who wins whose utterances, before (others: at the threshold)`,
    stealTable(before.steals),
    `${system}: after`,
    stealTable(after.steals),
  ]);
  return ['', `== ${name}`, table.toString(), ...steals];
}
