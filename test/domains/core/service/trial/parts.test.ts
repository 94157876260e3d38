import { setTimeout } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { drawnBuckets } from '../../../../../domains/core/service/trial/drawn-buckets.js';
import { flipOf } from '../../../../../domains/core/service/trial/flip.js';
import { IdleQueue } from '../../../../../domains/core/service/trial/idle-queue.js';
import { trialBucket } from '../../../../../serving/numeric/trial-bucket.js';
import { deferred } from '../../../../support/deferred.js';

const [one, other] = ['0a1b2c3d', 'ffeeddcc'].map((start) => start.padEnd(64, '0')) as [string, string];
const drawnOf = (digest: string, percent: number) =>
  [...drawnBuckets(digest, percent).entries()].filter(([, drawn]) => drawn === 1).map(([bucket]) => bucket);

describe('drawn buckets', () => {
  it.each([0.01, 5, 20, 50])('are exactly %d percent of all', (percent) => {
    expect(drawnOf(one, percent)).toHaveLength(percent * 100);
  });

  it('of a larger share are those of a smaller one, and more', () => {
    const larger = new Set(drawnOf(one, 20));
    expect(drawnOf(one, 5).every((bucket) => larger.has(bucket))).toBe(true);
  });

  it('of another candidate are others: of 20 % about 4 % of all are drawn by both', () => {
    const first = new Set(drawnOf(one, 20));
    const both = drawnOf(other, 20).filter((bucket) => first.has(bucket));
    expect(both.length).toBeGreaterThan(330);
    expect(both.length).toBeLessThan(470);
  });

  it('draw customers evenly', () => {
    const drawn = drawnBuckets(one, 20);
    const customers = Array.from({ length: 10_000 }, (_, index) => drawn[trialBucket(`customer ${index}`)]!);
    const share = customers.reduce((sum, each) => sum + each, 0) / customers.length;
    // Four standard deviations.
    expect(Math.abs(share - 0.2)).toBeLessThan(0.016);
  });
});

describe('a flip', () => {
  const slot = (name: string, value: string) => ({ name, value, start: 0, end: 0 });
  const belief = { inDomain: 0.9, intent: 'PlayMusic', slots: [slot('artist', 'bach')], confidence: 0.8 };

  it.each([
    ['nothing where only confidences differ', { ...belief, inDomain: 0.6, confidence: 0.5 }, undefined],
    ['the domain where one does not take it for its own', { ...belief, inDomain: 0.49, intent: 'Other' }, 'domain'],
    ['the intent', { ...belief, intent: 'Other' }, 'intent'],
    ['the intent where the other has none', { ...belief, intent: undefined, slots: [] }, 'intent'],
    ['the hypothesis where a value differs', { ...belief, slots: [slot('artist', 'brahms')] }, 'hypothesis'],
    ['the hypothesis where a slot is missing', { ...belief, slots: [] }, 'hypothesis'],
  ])('is %s', (_what, now, expected) => {
    expect(flipOf(belief, now)).toBe(expected);
    expect(flipOf(now, belief)).toBe(expected);
  });

  it('is nothing where neither takes it for its own, whatever else they say', () => {
    const low = { ...belief, inDomain: 0.1 };
    expect(flipOf(low, { ...low, inDomain: 0.4, intent: 'Other', slots: [] })).toBeUndefined();
  });
});

describe('an idle queue', () => {
  const rules = { mostItems: 3, mostSize: 10, quietMs: 2 };
  const queueOf = (defects: unknown[] = []) => new IdleQueue(rules, (error) => defects.push(error));
  const turns = () => setTimeout(30);

  it('does nothing while a request is under way, and all of it afterwards, in order', async () => {
    const queue = queueOf();
    const done: number[] = [];
    const offer = (number: number) => queue.offer(async () => void done.push(number), 1);
    queue.began();
    queue.began();
    expect([1, 2, 3, 4].map(offer)).toEqual([true, true, true, false]);
    queue.ended();
    await turns();
    expect(done).toEqual([]);
    queue.ended();
    expect(done).toEqual([]);
    await turns();
    expect(done).toEqual([1, 2, 3]);
  });

  it('does one piece at a time, and stops for a request that begins meanwhile', async () => {
    const queue = queueOf();
    const first = deferred<void>();
    const done: string[] = [];
    queue.offer(async () => {
      await first.promise;
      done.push('first');
    }, 1);
    queue.offer(async () => void done.push('second'), 1);
    await turns();
    queue.began();
    first.resolve();
    await turns();
    expect(done).toEqual(['first']);
    queue.ended();
    await turns();
    expect(done).toEqual(['first', 'second']);
  });

  it('turns away what is too large together, and takes more once that is done', async () => {
    const queue = queueOf();
    const work = async () => {};
    expect([queue.offer(work, 8), queue.offer(work, 3), queue.offer(work, 2)]).toEqual([true, false, true]);
    await turns();
    expect(queue.offer(work, 10)).toBe(true);
  });

  it('tells of a defect, and goes on', async () => {
    const defects: unknown[] = [];
    const queue = queueOf(defects);
    const done: number[] = [];
    queue.offer(() => Promise.reject(new Error('a defect')), 1);
    queue.offer(async () => void done.push(2), 1);
    await turns();
    expect({ defects, done }).toEqual({ defects: [new Error('a defect')], done: [2] });
  });

  it('does nothing where requests follow each other closely', async () => {
    const queue = new IdleQueue({ ...rules, quietMs: 200 }, () => {});
    const done: number[] = [];
    queue.offer(async () => void done.push(1), 1);
    for (let request = 0; request < 10; request++) {
      queue.began();
      await setTimeout(2);
      queue.ended();
      await setTimeout(2);
    }
    expect(done).toEqual([]);
    await expect.poll(() => done, { timeout: 5_000 }).toEqual([1]);
  });

  it('closes once the piece under way is done, and does no other', async () => {
    const queue = queueOf();
    const first = deferred<void>();
    const done: number[] = [];
    queue.offer(async () => {
      await first.promise;
      done.push(1);
    }, 1);
    queue.offer(async () => void done.push(2), 1);
    await turns();
    const closed = queue.close();
    first.resolve();
    await closed;
    await turns();
    expect(done).toEqual([1]);
  });
});
