import { ServerInterceptingCall, type ServerInterceptingCallInterface, type ServerInterceptor } from '@grpc/grpc-js';

const nothing = () => {};

/**
 * Sends the reply and the status of a unary call together. grpc-js waits until the reply is written before it sends the
 * status, which costs a turn of the event loop and a system call at both ends of every call. Streams are not changed.
 */
export const promptReplies: ServerInterceptor = (method, call) =>
  method.responseStream ? new ServerInterceptingCall(call) : new PromptCall(call);

class PromptCall extends ServerInterceptingCall {
  readonly #call: ServerInterceptingCallInterface;

  constructor(call: ServerInterceptingCallInterface) {
    super(call);
    this.#call = call;
  }

  override start(listener: Parameters<ServerInterceptingCallInterface['start']>[0]): void {
    this.#call.start(listener);
  }

  // biome-ignore lint/suspicious/noExplicitAny: the type of the overridden method
  override sendMessage(message: any, written: () => void): void {
    this.#call.sendMessage(message, nothing);
    written();
  }

  override sendStatus(status: Parameters<ServerInterceptingCallInterface['sendStatus']>[0]): void {
    this.#call.sendStatus(status);
  }
}
