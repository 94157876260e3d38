import { expect, it } from 'vitest';
import { NluError } from '../../../serving/errors.js';
import { isMessageTooLarge, messageTooLarge } from '../../../serving/rpc/message-too-large.js';

it('tells a message over a limit from a peer that is busy', () => {
  expect(isMessageTooLarge(messageTooLarge(9, 8))).toBe(true);
  expect(isMessageTooLarge(new NluError('RESOURCE_EXHAUSTED', 'Received message larger than max (9 vs 8)'))).toBe(true);
  expect(isMessageTooLarge(new NluError('RESOURCE_EXHAUSTED', 'overloaded: 4 calls under way'))).toBe(false);
  expect(isMessageTooLarge(new NluError('INTERNAL', 'message larger than max (9 vs. 8)'))).toBe(false);
});
