import { NluError } from '../errors.js';

/** The texts of grpc-js for a message over a limit, and ours: the status has no other field that would tell. */
const tooLargeText = /message larger than max|larger than \d/;

/** RESOURCE_EXHAUSTED for a message of `bytes` that is over the limit of `maxBytes`. */
export function messageTooLarge(bytes: number, maxBytes: number): NluError {
  return new NluError('RESOURCE_EXHAUSTED', `message larger than max (${bytes} vs. ${maxBytes})`);
}

/** Whether a call failed since a message was over a limit: gRPC has the same code for a peer that is busy. */
export function isMessageTooLarge({ code, message }: NluError): boolean {
  return code === 'RESOURCE_EXHAUSTED' && tooLargeText.test(message);
}
