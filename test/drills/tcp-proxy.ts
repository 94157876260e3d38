import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** A network between two processes that can be made slow, or cut. */
export interface TcpProxy {
  /** `host:port` to dial in place of the target. */
  readonly address: string;
  /** Makes every chunk, either way, arrive this much later, in ms; 0 is no delay. */
  delay(ms: number): void;
  /** Resets every connection that is open. */
  cut(): void;
  close(): void;
}

/** Listens on a free loopback port and passes everything on to `target`. */
export async function startTcpProxy(target: string): Promise<TcpProxy> {
  const [host, port] = target.split(':');
  const open = new Set<Socket>();
  let delayMs = 0;
  const pass = (from: Socket, to: Socket) => {
    // One chunk after the other, whatever the delay is changed to meanwhile.
    let last = Promise.resolve();
    from.on('data', (chunk) => {
      const due = performance.now() + delayMs;
      last = last.then(async () => {
        const left = due - performance.now();
        if (left > 0) await new Promise((resolve) => setTimeout(resolve, left));
        to.write(chunk);
      });
    });
    from.on('close', () => to.destroy());
    from.on('error', () => to.destroy());
    open.add(from.once('close', () => open.delete(from)));
  };
  const server = createServer({ noDelay: true }, (client) => {
    const peer = connect({ host, port: Number(port), noDelay: true });
    pass(client, peer);
    pass(peer, client);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const cut = () => {
    for (const socket of open) socket.resetAndDestroy();
  };
  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    delay(ms) {
      delayMs = ms;
    },
    cut,
    close() {
      server.close();
      cut();
    },
  };
}
