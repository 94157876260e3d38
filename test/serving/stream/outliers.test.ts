import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { nextStandings, type Standing, type Tally } from '../../../serving/stream/outliers.js';
import { outliers } from '../../support/servers/streaming-channel.js';

const well: Standing = { name: 'in', strikes: 0 };
const of = (succeeded: number, failed: number, standing: Standing = well): Tally => ({ succeeded, failed, standing });
const out = (untilMs: number, strikes = 1): Standing => ({ name: 'out', strikes, untilMs });
const at = (nowMs: number, ...tallies: Tally[]) => nextStandings(tallies, nowMs, outliers);

describe('a replica goes out', () => {
  test.each<[string, Tally[], Standing['name'][]]>([
    ['when more than half of its calls failed', [of(4, 6), of(10, 0)], ['out', 'in']],
    ['not at exactly half', [of(5, 5), of(10, 0)], ['in', 'in']],
    ['not for fewer than 10 calls', [of(0, 9), of(10, 0)], ['in', 'in']],
    ['not where no other had 10 calls', [of(0, 100), of(9, 0)], ['in', 'in']],
    ['not when it is the only one', [of(0, 100)], ['in']],
    ['one of two, when both are ill', [of(0, 10), of(0, 10)], ['out', 'in']],
    ['one of three: two would be more than half', [of(0, 10), of(0, 10), of(10, 0)], ['out', 'in', 'in']],
    ['two of four', [of(0, 10), of(10, 0), of(0, 10), of(0, 10)], ['out', 'in', 'out', 'in']],
    ['not beside as many that are out already', [of(0, 0, out(9_000)), of(0, 10), of(10, 0)], ['out', 'in', 'in']],
  ])('%s', (_, tallies, names) => expect(at(1_000, ...tallies).map(({ name }) => name)).toEqual(names));

  test('for 2 s, for 4 s when it was out lately, and never for longer', () => {
    const again = (strikes: number) => at(1_000, of(0, 10, { name: 'in', strikes }), of(10, 0))[0];
    expect([0, 1, 2, 3].map(again)).toEqual([out(3_000, 1), out(5_000, 2), out(5_000, 3), out(5_000, 4)]);
  });
});

test('it returns when its time is over, and what ended meanwhile does not count', () => {
  expect(at(2_999, of(0, 20, out(3_000)), of(10, 0))[0]).toEqual(out(3_000));
  expect(at(3_000, of(0, 20, out(3_000)), of(10, 0))[0]).toEqual({ name: 'in', strikes: 1 });
});

test('each interval in takes a strike away', () => {
  expect(at(0, of(10, 0, { name: 'in', strikes: 2 }), of(0, 0))).toEqual([{ name: 'in', strikes: 1 }, well]);
});

test('at most half are out, whatever they did', () => {
  const history = fc.array(fc.array(fc.tuple(fc.nat(30), fc.nat(30)), { minLength: 7, maxLength: 7 }), {
    maxLength: 20,
  });
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 7 }), history, (count, rounds) => {
      let standings: Standing[] = Array(count).fill(well);
      for (const [round, calls] of rounds.entries()) {
        const tallies = standings.map((each, place) => of(...calls[place]!, each));
        standings = nextStandings(tallies, round * outliers.intervalMs, outliers);
        expect(standings.filter(({ name }) => name === 'out').length).toBeLessThanOrEqual(count / 2);
      }
    }),
  );
});
