export { MAX_MESSAGE_BYTES as maxMessageBytes } from '../../proto/client/unary-call.js';
