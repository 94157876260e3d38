import { MAX_MESSAGE_BYTES } from '../../proto/client/unary-call.js';
import { NluError } from '../errors.js';

/** The error for a message that is over the limit; with the code and text that grpc-js gives it for a unary call. */
export function messageTooLarge(bytes: number, mostBytes = MAX_MESSAGE_BYTES): NluError {
  const message = `message larger than max (${bytes} vs. ${mostBytes})`;
  return new NluError('RESOURCE_EXHAUSTED', message, { reason: 'MESSAGE_TOO_LARGE' });
}

/**
 * How grpc-js and `messageTooLarge` word it. A status carries no reason, so that its text is all there is to tell by.
 */
const tooLargeText = /message larger than max|larger than \d/;

/** Whether the details of a RESOURCE_EXHAUSTED status speak of a message that is too large, and not of an overload. */
export function isMessageTooLarge(details: string): boolean {
  return tooLargeText.test(details);
}
