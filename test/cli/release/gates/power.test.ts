import { expect, it } from 'vitest';
import { decisionPowers, decisionPowerText, gatePower, powerText } from '../../../../cli/release/gates/power.js';
import type { Scored } from '../../../../training/metrics/scored.js';

const NOT_RIGHT = 'video';
/** One utterance, answered by the domain `winner`. */
const row = (owner: string, winner: string, accepted = true): Scored => ({
  reference: { domain: owner, intent: 'Do', slots: [] },
  hypotheses: [{ domain: winner, intent: 'Do', slots: [], confidence: 0.9 }],
  accepted,
});

it('counts requests of domains, and those that one side alone answers rightly; a rejected one is wrong', () => {
  const active = [row('music', 'music'), row('music', NOT_RIGHT), row('books', 'books'), row('other', 'books')];
  const candidate = [row('music', 'music'), row('music', 'music'), row('books', 'books', false), row('other', 'music')];
  const power = gatePower(candidate, active);
  // Differences 0, -1, +1: mean 0, variance 1, standard error .57735.
  expect(power).toEqual({ requests: 3, differing: 2, detectable: expect.closeTo(2.801585 * 0.57735, 5) });
  expect(powerText(power)).toBe(
    'these rows are too few to show a change of IRER with 80 % power (3 requests of domains, 2 of them answered rightly by one side only)',
  );
});

it('says the change in points', () => {
  expect(powerText({ requests: 344, differing: 52, detectable: 0.0583 })).toBe(
    'these rows show a change of 5.8 points of IRER with 80 % power (344 requests of domains, 52 of them answered rightly by one side only)',
  );
});

it('says so where there is nothing to tell by', () => {
  expect(powerText(gatePower([row('other', 'books')], [row('other', 'books')]))).toBe(
    'these rows are too few to show a change of IRER with 80 % power (0 requests of domains, 0 of them answered rightly by one side only)',
  );
});

it('counts what the decision alone settles, apart for others and for requests of domains', () => {
  const active = [row('music', 'music'), row('books', 'books'), row('other', 'books'), row('other', 'books')];
  const candidate = [row('music', 'music', false), row('books', 'books'), row('other', 'books'), row('other', 'music')];
  const powers = decisionPowers(candidate, active);
  // Of two requests one is rejected now: differences 1, 0, variance max(.5, 1.5).
  const seen = 2.801585 * Math.sqrt(1.5 / 2);
  expect(powers).toEqual([
    { gate: 'false accepts', requests: 2, differing: 0, detectable: expect.closeTo(seen, 5) },
    { gate: 'rejected positives', requests: 2, differing: 1, detectable: expect.closeTo(seen, 5) },
  ]);
  expect(decisionPowerText({ ...powers[1]!, requests: 344, detectable: 0.0243 })).toBe(
    'these rows show a change of 2.4 points of rejected positives with 80 % power (344 requests, 1 of them decided otherwise by one side)',
  );
});
