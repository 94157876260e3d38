import { expect, it } from 'vitest';
import { podsAt, replayHpa, replayOracle } from './autoscaling.js';

const replay = (loads: number[], readyMinutes: number) => ({
  loads: Float64Array.from(loads),
  bears: 10,
  readyMinutes,
});

it('a steady load needs what it needs, by any rule', () => {
  const steady = replay(Array(100).fill(45), 2);
  expect(replayHpa(steady, 1)).toEqual({ pods: 5, violated: 0 });
  expect(replayOracle(steady, 0)).toEqual({ pods: 5, violated: 0 });
});

it('HPA is late by the minute that it sees late and those that a pod takes', () => {
  const step = [...Array(50).fill(10), ...Array(50).fill(50)];
  for (const readyMinutes of [1, 2, 5]) {
    expect(replayHpa(replay(step, readyMinutes), 1).violated).toBeCloseTo((1 + readyMinutes) / 100);
    expect(replayOracle(replay(step, readyMinutes), 0).violated).toBe(0);
  }
});

it('with a forecast nothing is late, and a forecast never takes pods away', () => {
  const step = [...Array(50).fill(10), ...Array(50).fill(50)];
  expect(replayHpa(replay(step, 2), 1, (minute) => (minute >= 48 ? 5 : 1)).violated).toBe(0);
  expect(replayHpa(replay(step, 2), 1, () => 0)).toEqual(replayHpa(replay(step, 2), 1));
});

it('goes down five minutes later only', () => {
  const drop = [...Array(50).fill(50), ...Array(50).fill(10)];
  // The drop is seen a minute late, and waits for the wish before it to be five minutes old.
  expect(replayHpa(replay(drop, 1), 1).pods).toBeCloseTo((50 * 5 + 5 * 5 + 45) / 100);
});

it('the oracle may spare a share, and holes count for nobody', () => {
  const spike = [...Array(99).fill(10), 1_000];
  expect(replayOracle(replay(spike, 2), 0.01)).toEqual({ pods: 1, violated: 0.01 });
  const holes = replayHpa(replay([10, Number.NaN, 10], 1), 1);
  expect(holes).toEqual({ pods: 1, violated: 0 });
  expect(
    podsAt(
      [
        { pods: 5, violated: 0 },
        { pods: 4, violated: 0.01 },
      ],
      0.005,
    ),
  ).toEqual({ pods: 5, violated: 0 });
  expect(podsAt([{ pods: 5, violated: 1 }], 0.5)).toBeUndefined();
});
