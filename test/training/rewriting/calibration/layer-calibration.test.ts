import { describe, expect, it } from 'vitest';
import { calibrated } from '../../../../gateway/rewriting/table/layer-calibration.js';
import { AS_TOLD } from '../../../../training/learning/told-success.js';
import { seeded } from '../../../../training/numeric/random.js';
import { composed, layerCalibration } from '../../../../training/rewriting/calibration/layer-calibration.js';
import type { SaidTurn } from '../../../../training/rewriting/said-turn.js';

const told = { ...AS_TOLD, right: 1, wrong: 0 };

/** Requests that were rewritten with what was said of them, right with another probability. */
function tried(count: number, said: (draw: number) => number, right: (said: number) => number): SaidTurn[] {
  const random = seeded(7);
  return Array.from({ length: count }, (_, n) => {
    const probability = said(random.next());
    const success = random.next() < right(probability) ? 1 : 0;
    const common = { customer: `c${n}`, timeMs: n, text: 'a', understood: 'b', isControl: false, rewritten: 'c' };
    return { ...common, success, rewrittenBy: { layer: 'GLOBAL', probability } };
  });
}

describe('the calibration of a layer', () => {
  it('finds what is so where rewrites say less', () => {
    const turns = tried(
      2_000,
      () => 0.7,
      () => 0.9,
    );
    expect(calibrated(0.7, layerCalibration(turns, 'GLOBAL', told))).toBeCloseTo(0.9, 1);
    // Nothing came of the other.
    expect(layerCalibration(turns, 'PERSONAL', told)).toEqual({ slope: 1, bias: 0 });
  });

  it('leaves as it is what is so, and what is hardly known', () => {
    const honest = layerCalibration(
      tried(
        2_000,
        (draw) => 0.5 + draw / 2,
        (said) => said,
      ),
      'GLOBAL',
      told,
    );
    for (const said of [0.55, 0.75, 0.95]) expect(calibrated(said, honest)).toBeCloseTo(said, 1);
    expect(
      layerCalibration(
        tried(
          29,
          () => 0.5,
          () => 1,
        ),
        'GLOBAL',
        told,
      ),
    ).toEqual({ slope: 1, bias: 0 });
    const few = calibrated(
      0.5,
      layerCalibration(
        tried(
          40,
          () => 0.5,
          () => 1,
        ),
        'GLOBAL',
        told,
      ),
    );
    expect(few).toBeGreaterThan(0.6);
    expect(few).toBeLessThan(0.95);
  });

  it('forgets what earlier tables said', () => {
    const turns = [
      ...tried(
        2_000,
        () => 0.7,
        () => 0,
      ),
      ...tried(
        3_000,
        () => 0.7,
        () => 0.9,
      ),
    ];
    const inOrder = turns.map((turn, timeMs) => ({ ...turn, timeMs }));
    expect(calibrated(0.7, layerCalibration(inOrder, 'GLOBAL', told))).toBeCloseTo(0.9, 1);
  });

  it('of labels that say less than is so finds what is so', () => {
    const turns = tried(
      4_000,
      () => 0.7,
      () => 0.9,
    ).map((turn) => ({ ...turn, success: 0.2 + 0.5 * turn.success }));
    const noisy = { ...AS_TOLD, right: 0.7, wrong: 0.2 };
    expect(calibrated(0.7, layerCalibration(turns, 'GLOBAL', noisy))).toBeCloseTo(0.9, 1);
  });

  it('is made of two by one after the other', () => {
    const [first, second] = [
      { slope: 0.8, bias: 0.3 },
      { slope: 1.5, bias: -0.2 },
    ];
    for (const said of [0.2, 0.6, 0.9]) {
      expect(calibrated(said, composed(first, second))).toBeCloseTo(calibrated(calibrated(said, first), second), 9);
    }
  });
});
