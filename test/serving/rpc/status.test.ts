import { Metadata, type ServiceError, status } from '@grpc/grpc-js';
import { expect, test } from 'vitest';
import { invalidField, NluError } from '../../../serving/errors.js';
import { fromStatus, toStatus } from '../../../serving/rpc/status.js';

function serviceError(code: status, details: string): ServiceError {
  return Object.assign(new Error(details), { code, details, metadata: new Metadata() });
}

test.each([
  ['INVALID_ARGUMENT', 3],
  ['NOT_FOUND', 5],
  ['FAILED_PRECONDITION', 9],
  ['DEADLINE_EXCEEDED', 4],
  ['CANCELLED', 1],
  ['UNAVAILABLE', 14],
  ['RESOURCE_EXHAUSTED', 8],
  ['UNAUTHENTICATED', 16],
  ['PERMISSION_DENIED', 7],
  ['INTERNAL', 13],
] as const)('%s travels as status %i and comes back the same', (code, number) => {
  expect(toStatus(new NluError(code, 'why'))).toEqual({ code: number, details: 'why' });
  expect(fromStatus(serviceError(number, 'why'))).toMatchObject({ code, message: 'why' });
});

test('an error of any other kind is INTERNAL and keeps its text to itself', () => {
  expect(toStatus(new TypeError('secret'))).toEqual({ code: status.INTERNAL, details: 'internal error' });
});

test('a status that we never send is INTERNAL, ABORTED is UNAVAILABLE', () => {
  expect(fromStatus(serviceError(status.UNIMPLEMENTED, 'x')).code).toBe('INTERNAL');
  expect(fromStatus(serviceError(status.ABORTED, 'x')).code).toBe('UNAVAILABLE');
});

test.each([
  // As grpc-js words it at the receiver, and at the sender.
  'Received message larger than max (1048584 vs. 1048576)',
  'Attempted to send message with a size larger than 1048576',
])('a message that is too large is told from an overload: %s', (details) => {
  expect(fromStatus(serviceError(status.RESOURCE_EXHAUSTED, details)).reason).toBe('MESSAGE_TOO_LARGE');
  expect(fromStatus(serviceError(status.INTERNAL, details)).reason).toBeUndefined();
});

test('an overload has no reason besides its code', () => {
  const details = 'overloaded: 16 calls under way and 128 waiting';
  expect(fromStatus(serviceError(status.RESOURCE_EXHAUSTED, details)).reason).toBeUndefined();
});

test('details fit a header: no lone surrogate, 1024 characters at most', () => {
  expect(toStatus(invalidField('a', '\ud800 \u{1f3b5}')).details).toBe('a: \ufffd \u{1f3b5}');
  const long = toStatus(invalidField('a', 'x'.repeat(5000))).details;
  expect(long).toHaveLength(1024);
  expect(long.endsWith('…')).toBe(true);
});
