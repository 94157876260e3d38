import { Metadata, status } from '@grpc/grpc-js';
import { expect, it } from 'vitest';
import { messageTooLarge } from '../../../serving/rpc/limits.js';
import { fromStatus } from '../../../serving/rpc/status.js';

const reasonOf = (code: status, details: string) =>
  fromStatus(Object.assign(new Error(details), { code, details, metadata: new Metadata() })).reason;

it('tells a message over a limit from a peer that is busy', () => {
  expect(messageTooLarge(2 ** 20 + 1)).toMatchObject({ code: 'RESOURCE_EXHAUSTED', reason: 'MESSAGE_TOO_LARGE' });
  expect(reasonOf(status.RESOURCE_EXHAUSTED, messageTooLarge(2 ** 20 + 1).message)).toBe('MESSAGE_TOO_LARGE');
  expect(reasonOf(status.RESOURCE_EXHAUSTED, 'Received message larger than max (9 vs 8)')).toBe('MESSAGE_TOO_LARGE');
  expect(reasonOf(status.RESOURCE_EXHAUSTED, 'overloaded: 4 calls under way')).toBeUndefined();
  expect(reasonOf(status.INTERNAL, 'message larger than max (9 vs. 8)')).toBeUndefined();
});
