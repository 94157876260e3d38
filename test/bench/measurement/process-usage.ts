import { readFileSync } from 'node:fs';

/** Linux counts CPU in ticks of 1/100 s in /proc, whatever the kernel's own clock. */
const TICK_MS = 10;

/** CPU time that all threads of a process have used so far, user and system, in ms; undefined where there is no /proc. */
export function processCpuMs(pid: number): number | undefined {
  const text = read(`/proc/${pid}/stat`);
  if (text === undefined) return undefined;
  // The name in the second field may hold spaces; utime and stime are the 14th and 15th.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) * TICK_MS;
}

/** Resident memory of a process in MB; undefined where there is no /proc. */
export function processMemoryMb(pid: number): number | undefined {
  const kilobytes = /^VmRSS:\s+(\d+) kB/mu.exec(read(`/proc/${pid}/status`) ?? '')?.[1];
  return kilobytes === undefined ? undefined : Number(kilobytes) / 1024;
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
