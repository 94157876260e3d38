import { expect, test } from 'vitest';
import { mistypedVariables } from '../../../serving/config/mistyped.js';
import { startProgram } from '../../support/servers/program.js';

test.each([
  ['NLU_GATWAY_LISTEN__PORT', 'NLU_GATEWAY_LISTEN__PORT'],
  ['NLU_GATEWAYS_LISTEN__PORT', 'NLU_GATEWAY_LISTEN__PORT'],
  ['NLU_GTAEWAY_DRAIN_MS', 'NLU_GATEWAY_DRAIN_MS'],
  ['NLU_GATEWEI_DRAIN_MS', 'NLU_GATEWAY_DRAIN_MS'],
])('%s: %s was meant', (typed, meant) => {
  expect(mistypedVariables([typed], 'NLU_GATEWAY_')).toEqual([`${typed} is read by nobody; did you mean ${meant}?`]);
});

test.each(['NLU_GATEWAY_LISTEN__PORT', 'NLU_MUSIC_LISTEN__PORT', 'NLU_GATEWAY', 'PATH', 'NLU_', 'GATEWAY_DRAIN_MS'])(
  '%s is no slip',
  (name) => {
    expect(mistypedVariables([name], 'NLU_GATEWAY_')).toEqual([]);
  },
);

test('a process names the variable that it does not read', async () => {
  const { code, stderr } = await startProgram('gateway/main.js', ['--print-config'], { NLU_GATWAY_DRAIN_MS: '5' })
    .ended;
  expect({ code, stderr }).toEqual({
    code: 0,
    stderr: 'gateway: NLU_GATWAY_DRAIN_MS is read by nobody; did you mean NLU_GATEWAY_DRAIN_MS?\n',
  });
});
