import { ServerInterceptingCall, type ServerInterceptingCallInterface, type ServerInterceptor } from '@grpc/grpc-js';

const nothing = () => {};

/**
 * Sends a unary call's reply and its status together. grpc-js sends the status only after it heard that the reply was written: a
 * turn of the event loop and a system call more at both ends of every call. Streams are left as they are.
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

  // biome-ignore lint/suspicious/noExplicitAny: as grpc-js has it
  override sendMessage(message: any, written: () => void): void {
    this.#call.sendMessage(message, nothing);
    written();
  }

  override sendStatus(status: Parameters<ServerInterceptingCallInterface['sendStatus']>[0]): void {
    this.#call.sendStatus(status);
  }
}
