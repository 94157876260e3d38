import { describe, expect, test } from 'vitest';
import { ANY_SIGNER } from '../../../../bundles/format/trust.js';
import { openCatalogue } from '../../../../domains/core/resolution/bundle/catalogue-bundle.js';
import { readDecisionRows } from '../../../../training/entities/decisions/decision-rows.js';
import { isHeldOut } from '../../../../training/entities/decisions/held-out-requests.js';
import {
  decisionsOf,
  partedDecisions,
  policyByDecisions,
  policyOf,
} from '../../../../training/entities/decisions/policy-by-decisions.js';
import { decidedCatalogue, decisionsBy, decisionsFile } from '../../../support/models/decided-catalogue.js';
import { smallCatalogue } from '../../../support/models/small-catalogue-bundle.js';

const row = { requestId: 'r1', catalogueVersion: 'v1', slots: { track: 'hello' }, accepted: ['c-adele'] };
const withPropensity = (propensity: unknown) => ({ ...row, strategyRuns: [{ name: 'phonetic', propensity }] });

describe('logged decisions', () => {
  test('are read with what a reply to Resolve says beside them', async () => {
    const reply = { ...withPropensity(0.4), entities: [], entityNone: 0.2, time: '2026-11-28T20:15:00Z', hour: 20 };
    const file = decisionsFile([reply, '', { ...row, requestId: 'r2', deviceType: 'tv', customer: 'c1' }]);
    expect(await readDecisionRows([file])).toMatchObject([
      { requestId: 'r1', strategyRuns: [{ name: 'phonetic', propensity: 0.4 }], hour: 20, where: `${file}:1` },
      { requestId: 'r2', strategyRuns: [], deviceType: 'tv', where: `${file}:3` },
    ]);
  });

  test.each<[string, object | string, string]>([
    ['a propensity of 0', withPropensity(0), 'strategyRuns.0.propensity: a probability above 0 and at most 1'],
    ['one above 1', withPropensity(1.01), 'strategyRuns.0.propensity: a probability above 0 and at most 1'],
    ['one that is NaN', JSON.stringify(row).replace('}}', '}').replace('"r1"', '"r1", "propensity": NaN'), 'is NaN'],
    ['none at all', withPropensity(null), 'strategyRuns.0.propensity: '],
    ['no request', { ...row, requestId: undefined }, 'field "requestId" is missing'],
    ['no version', { ...row, catalogueVersion: undefined }, 'field "catalogueVersion" is missing'],
    ['no slots', { ...row, slots: {} }, 'slots: one slot or more'],
    ['another device', { ...row, deviceType: 'toaster' }, 'deviceType: one of speaker, tv'],
    ['an hour of no day', { ...row, hour: 24 }, 'hour: '],
    ['a time of no clock', { ...row, time: 'yesterday' }, 'time: a time such as 2026-11-28T20:15:00Z'],
    ['what is no JSON', '{"requestId"', 'not valid JSON'],
  ])('with %s are refused by file, line and field', async (_, wrong, problem) => {
    const file = decisionsFile([{ ...row, requestId: 'r0' }, wrong]);
    const refused = readDecisionRows([file]);
    await expect(refused).rejects.toThrow(`${file}:2: `);
    await expect(refused).rejects.toThrow(problem);
  });

  test('are all named where one is no JSON', async () => {
    const refused = readDecisionRows([decisionsFile(['not json', row, { ...row, requestId: undefined }])]);
    await expect(refused).rejects.toThrow(/:1: not valid JSON .*\n.*:3: field "requestId" is missing/);
  });

  test('that stand twice, that are none, and that are not there are refused', async () => {
    const twice = decisionsFile([row, { ...row, accepted: [] }]);
    await expect(readDecisionRows([twice])).rejects.toThrow(`:2: requestId "r1" stands with these slots at ${twice}:1`);
    await expect(readDecisionRows([decisionsFile([])])).rejects.toThrow('no rows');
    await expect(readDecisionRows(['no-such.jsonl'])).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});

describe('what a catalogue decided', () => {
  const opened = async (bytes: Uint8Array) => openCatalogue(bytes, ANY_SIGNER);

  test('is computed again from its requests, with the propensities that it told', async () => {
    const bytes = await decidedCatalogue('v1', { always: -1 });
    const rows = await readDecisionRows([decisionsFile(await decisionsBy(bytes, 40))]);
    const { decisions, requests, leftOut } = decisionsOf(await opened(bytes), rows);
    expect({ requests, leftOut }).toEqual({ requests: 40, leftOut: { versions: 0, entities: 0, slots: 0 } });
    const phonetic = decisions.filter(({ strategy }) => strategy === 'phonetic');
    expect(phonetic.map(({ propensity }) => propensity)).toEqual(
      rows.map(({ strategyRuns }) => strategyRuns.find(({ name }) => name === 'phonetic')!.propensity),
    );
    // Misheard titles are found by phonetic alone, where it looked; exact ones need it never.
    expect(new Set(phonetic.map(({ depth }) => depth))).toEqual(new Set([0, 5, 20]));
    const misheard = phonetic.filter(({ requestId }) => Number(requestId.slice(2)) % 2 === 0);
    expect(misheard.every(({ depth, reward }) => reward === (depth > 0 ? 1 : 0))).toBe(true);
    expect(phonetic.every((each) => misheard.includes(each) || each.reward === 0)).toBe(true);
  });

  test('does not fit a row of another request or version', async () => {
    const bytes = await decidedCatalogue('v1', { always: -1 });
    const [first, ...others] = await decisionsBy(bytes, 8);
    const asked = async (rows: readonly object[]) =>
      decisionsOf(await opened(bytes), await readDecisionRows([decisionsFile(rows)]));
    await expect(asked([...others, { ...first, requestId: 'another' }])).rejects.toThrow(
      /decisions.jsonl:8: strategyRuns.phonetic: propensity 0\.\d+, where catalogue v1 gives 0\.\d+ to this request/,
    );
    const old = { ...first, catalogueVersion: 'v0' };
    const gone = { ...first, accepted: ['c-gone'] };
    const unnamed = { ...first, slots: { genre: 'jazz' } };
    const { leftOut } = await asked([...others, old, gone, unnamed]);
    expect(leftOut).toEqual({ versions: 1, entities: 1, slots: 1 });
    await expect(asked([old])).rejects.toThrow('no row is of music-catalogue/v1: 1 of other versions');
  });

  test('is nothing where it asks every strategy', async () => {
    const bytes = await smallCatalogue('v1');
    const rows = await readDecisionRows([decisionsFile([row])]);
    const catalogue = await opened(bytes);
    expect(() => decisionsOf(catalogue, rows)).toThrow('music-catalogue/v1 has too few entities for a policy');
  });

  test('is parted alike at any time: a third of the requests is for comparisons, and taught to none', async () => {
    const ids = Array.from({ length: 6_000 }, (_, at) => `request-${at}`);
    const share = ids.filter(isHeldOut).length / ids.length;
    expect(share).toBeGreaterThan(0.31);
    expect(share).toBeLessThan(0.355);
    const bytes = await decidedCatalogue('v1', { always: -1 });
    const rows = await readDecisionRows([decisionsFile(await decisionsBy(bytes, 600))]);
    const catalogue = await opened(bytes);
    const { decisions, policy } = decisionsOf(catalogue, rows);
    const { learned, heldOut } = partedDecisions(decisions);
    expect(learned.length + heldOut.length).toBe(decisions.length);
    expect(learned.some(({ requestId }) => isHeldOut(requestId))).toBe(false);
    const idle = policyOf((await opened(await decidedCatalogue('idle', { always: -9 }))).bundle);
    const { passed, requests } = policyByDecisions(idle, policy, decisions);
    expect({ passed, requests }).toEqual({ passed: false, requests: new Set(heldOut.map((d) => d.requestId)).size });
    expect(() => policyByDecisions(policy, policy, learned)).toThrow('too few requests; a third of them');
  });
});
