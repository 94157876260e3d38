import { type Browser, chromium } from 'playwright-core';
import { isInstalled } from './installed-programs.js';

/** Names of the browser, as distributions call it. */
const PROGRAMS = ['chromium', 'chromium-browser', 'google-chrome'];
const program = PROGRAMS.find((name) => isInstalled(name));

/** Whether a browser can be run here; what needs one is skipped otherwise. */
export const hasBrowser = program !== undefined;

/** For the names of the tests that are skipped without one. */
export const NEEDS_BROWSER = hasBrowser ? '' : ' (skipped: needs chromium)';

/** Starts the browser that is installed, without a window. */
export function startBrowser(): Promise<Browser> {
  // Chromium's own sandbox does not work for root, whom containers run tests as.
  return chromium.launch({ executablePath: programPath(program ?? 'chromium'), args: ['--no-sandbox'] });
}

function programPath(name: string): string {
  const folder = (process.env.PATH ?? '').split(':').find((path) => isInstalled(`${path}/${name}`));
  return `${folder}/${name}`;
}
