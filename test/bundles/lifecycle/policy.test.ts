import { expect, it } from 'vitest';
import { nextAction, type VersionSnapshot } from '../../../bundles/lifecycle/policy.js';
import type { VersionState } from '../../../bundles/lifecycle/version-state.js';

const reason = '';
const STATES: Record<string, VersionState> = {
  fetching: { name: 'fetching', reason },
  verifying: { name: 'verifying', reason },
  warming: { name: 'warming', ready: false, reason },
  ready: { name: 'warming', ready: true, reason },
  active: { name: 'active', reason },
  kept: { name: 'retiring', kept: true, reason },
  leaving: { name: 'retiring', kept: false, reason },
  retired: { name: 'retired', reason },
  refused: { name: 'refused', check: 'golden', reason },
};

/** 'v2:active@3#1' is version v2, active since the third activation, loaded for the first naming. */
function snapshot(text: string): VersionSnapshot {
  const [, version, state, activation = '0', askedAt = '1'] = /^(\w+):(\w+)(?:@(\d+))?(?:#(\d+))?$/.exec(text)!;
  return { version: version!, state: STATES[state!]!, activation: Number(activation), askedAt: Number(askedAt) };
}

it.each([
  ['nothing is wanted', '', 'v1:active@1', 'nothing'],
  ['the first version', 'v1', '', 'load v1'],
  ['the wanted version is on its way', 'v1', 'v1:fetching', 'nothing'],
  ['the wanted version is being verified', 'v1', 'v1:verifying', 'nothing'],
  ['the wanted version is warming', 'v1', 'v1:warming', 'nothing'],
  ['the wanted version is through', 'v1', 'v1:ready', 'activate v1'],
  ['the wanted version is active', 'v1', 'v1:active@1', 'nothing'],
  ['another is wanted beside the active one', 'v2', 'v1:active@1', 'load v2'],
  ['another is through beside the active one', 'v2', 'v1:active@1 v2:ready', 'activate v2'],
  ['two loaded, two kept', 'v2', 'v1:kept@1 v2:active@2', 'nothing'],
  ['three loaded, two kept: the one activated first goes', 'v3', 'v1:kept@1 v2:kept@2 v3:active@3', 'release v1'],
  ['... by activation, not by the order of asking', 'v3', 'v2:kept@4 v1:kept@1 v3:active@5', 'release v1'],
  ['a leaving version is not counted', 'v3', 'v1:leaving@1 v2:kept@2 v3:active@3', 'nothing'],
  ['a rollback to a kept version', 'v1', 'v1:kept@1 v2:active@2', 'activate v1'],
  ['... also while another is being fetched', 'v1', 'v1:kept@1 v2:active@2 v3:fetching', 'activate v1'],
  ['... after which the fetch is given up', 'v1', 'v1:active@3 v2:kept@2 v3:fetching', 'abandon v3'],
  ['replaced while being fetched', 'v3', 'v1:active@1 v2:fetching', 'abandon v2'],
  ['replaced while being verified: one at a time', 'v3', 'v1:active@1 v2:verifying', 'nothing'],
  ['replaced while warming', 'v3', 'v1:active@1 v2:warming', 'nothing'],
  ['replaced when through: better than the old one', 'v3', 'v1:active@1 v2:ready', 'activate v2'],
  ['through, but the active one is wanted again', 'v1', 'v1:active@1 v2:ready', 'release v2'],
  [
    'a rollback to a version that is leaving waits for its leases',
    'v1',
    'v1:leaving@1 v2:kept@2 v3:active@3',
    'nothing',
  ],
  ['a rollback to a retired version loads it anew', 'v1', 'v1:retired@1 v2:kept@2 v3:active@3', 'load v1'],
  ['refused', 'v2', 'v1:active@1 v2:refused', 'nothing'],
  ['refused and named again', 'v2', 'v1:active@1 v2:refused', 'load v2', 2],
  ['refused at start', 'v1', 'v1:refused', 'nothing'],
  ['another after a refused one', 'v3', 'v1:active@1 v2:refused', 'load v3', 2],
  ['while resting, nothing is loaded', 'v2', 'v1:active@1', 'nothing', 1, true],
  ['... but a kept version returns', 'v1', 'v1:kept@1 v2:active@2', 'activate v1', 1, true],
])('%s', (_what, wanted, versions, expected, askedAt = 1, resting = false) => {
  const snapshots = versions.split(' ').filter(Boolean).map(snapshot);
  const aspiration = wanted ? { target: { version: wanted }, askedAt } : undefined;
  const action = nextAction(snapshots, aspiration, 2, resting);
  expect(action ? `${action.do} ${action.version}` : 'nothing').toBe(expected);
});

it.each([
  ['is loaded when there is nothing else', '', 'c', '', 'load c'],
  ['is loaded beside what is wanted', 'v1', 'c', 'v1:active@1', 'load c'],
  ['waits for what is wanted', 'v2', 'c', 'v1:active@1', 'load v2'],
  ['gives way to what is wanted while it is fetched', 'v2', 'c', 'v1:active@1 c:fetching!', 'abandon c'],
  ['is not given up while it is fetched', 'v1', 'c', 'v1:active@1 c:fetching!', 'nothing'],
  ['is held when it is through', 'v1', 'c', 'v1:active@1 c:ready!', 'nothing'],
  ['is held when nothing else is there', '', 'c', 'c:ready!', 'nothing'],
  ['held, does not keep what is wanted from loading', 'v2', 'c', 'v1:active@1 c:ready!', 'load v2'],
  ['is activated once it is wanted', 'c', 'c', 'v1:active@1 c:ready!', 'activate c'],
  ['is activated once it is wanted and no candidate any more', 'c', '', 'v1:active@1 c:ready!', 'activate c'],
  ['is released when it is given up', 'v1', '', 'v1:active@1 c:ready!', 'release c'],
  ['is released when it is given up beside nothing', '', '', 'c:ready!', 'release c'],
  ['is released when it is given up while another loads', 'v2', '', 'v1:active@1 v2:fetching c:ready!', 'release c'],
  ['is not loaded again when it was refused', 'v1', 'c', 'v1:active@1 c:refused!', 'nothing'],
  ['is loaded beside a wanted one that was refused', 'v2', 'c', 'v1:active@1 v2:refused', 'load c'],
  ['needs nothing when it is kept', 'v2', 'v1', 'v1:kept@1 v2:active@2', 'nothing'],
])('a candidate %s', (_what, wanted, candidate, versions, expected) => {
  const named = (version: string) => (version ? { target: { version }, askedAt: 1 } : undefined);
  const snapshots = versions
    .split(' ')
    .filter(Boolean)
    .map((text) => ({ ...snapshot(text.replace('!', '')), isCandidate: text.endsWith('!') }));
  const action = nextAction(snapshots, named(wanted), 2, false, named(candidate));
  expect(action ? `${action.do} ${action.version}` : 'nothing').toBe(expected);
});

it('a candidate of the same version with other contents takes the place of the one that is held', () => {
  const held = { ...snapshot('c:ready'), isCandidate: true, digest: 'a' };
  const candidate = { target: { version: 'c', digest: 'b' }, askedAt: 2 };
  const active = { target: { version: 'v1' }, askedAt: 1 };
  const versions = [snapshot('v1:active@1'), held];
  expect(nextAction(versions, active, 2, false, candidate)).toEqual({ do: 'release', version: 'c' });
});
