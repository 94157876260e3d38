import { describe, expect, test } from 'vitest';
import { sampleEntities } from '../../../../training/entities/semantic/entity-sample.js';
import { TOWER_SETTINGS, towerSettings } from '../../../../training/entities/semantic/tower-settings.js';
import { seeded } from '../../../../training/numeric/random.js';
import { entities } from '../../../domains/core/resolution/small-catalogue.js';

describe('what towers are trained on', () => {
  test('has as many buckets as a catalogue has use for, and shorter vectors for a large one', () => {
    expect(towerSettings(0).bits).toBe(8);
    expect(towerSettings(1_000).bits).toBe(13);
    expect(towerSettings(1_000_000).bits).toBe(TOWER_SETTINGS.bits);
    expect(towerSettings(1_000).dimensions).toBe(TOWER_SETTINGS.dimensions);
    // Vectors, rows and the table of 280,000 entities are some six megabytes.
    const { dimensions, bits } = towerSettings(280_000);
    expect(280_000 * (dimensions + 4) + 2 ** bits * dimensions).toBeLessThan(6.5e6);
  });

  test('is a sample in which every entity is as likely as another', async () => {
    const rows = entities(...Array.from({ length: 20 }, (_, row) => ({ title: `title ${row}` })));
    expect(await sampleEntities(rows, 20, seeded(1))).toEqual(rows);
    const drawn = new Map<string, number>();
    const random = seeded(3);
    for (let time = 0; time < 2_000; time++) {
      for (const { title } of await sampleEntities(rows, 5, random)) drawn.set(title, (drawn.get(title) ?? 0) + 1);
    }
    // 500 each are expected, with a standard deviation of 19.
    for (const { title } of rows) expect(Math.abs(drawn.get(title)! - 500), title).toBeLessThan(100);
  });
});
