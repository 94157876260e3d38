/** What a system's error code says of an address that a process is to listen on. */
const PROBLEMS: Readonly<Record<string, string>> = {
  EADDRINUSE: 'another process listens there',
  EACCES: 'this user may not listen there; ports below 1024 are often kept for the administrator',
  EADDRNOTAVAIL: 'the address is none of this machine',
  ENOTFOUND: 'the name stands for no address',
};

/** Why a process cannot listen, in words where the message of the system or of grpc-js has a code that we know. */
export function listenProblem(message: string): string {
  const code = Object.keys(PROBLEMS).find((known) => message.includes(known));
  return code === undefined ? message : `${PROBLEMS[code]} (${code})`;
}
