/** The fields of a package in a lock file (npm's version 3) that the audit reads. */
export interface LockedPackage {
  readonly version?: string;
  readonly resolved?: string;
  readonly integrity?: string;
  readonly license?: string;
  readonly deprecated?: string;
  readonly dev?: boolean;
  readonly hasInstallScript?: boolean;
}

export interface LockFile {
  readonly packages: Readonly<Record<string, LockedPackage>>;
}

/** Rules for the packages that run in production. */
export interface LockRules {
  /** SPDX expressions as the packages write them. */
  readonly licences: readonly string[];
  /** Packages that may bring an install script, because somebody read it. */
  readonly installScripts: readonly string[];
  readonly registry: string;
}

export interface LockAudit {
  /** Packages in production by licence, as `name version`. */
  readonly licences: ReadonlyMap<string, readonly string[]>;
  readonly problems: readonly string[];
}

/** Checks the packages of a lock file that are installed in production. Asks no registry. */
export function auditLock({ packages }: LockFile, rules: LockRules): LockAudit {
  const licences = new Map<string, string[]>();
  const problems: string[] = [];
  for (const [path, locked] of Object.entries(packages)) {
    // The empty path is the project itself.
    if (path === '' || locked.dev) continue;
    const name = path.replace(/^.*node_modules\//, '');
    const title = `${name} ${locked.version}`;
    const licence = locked.license ?? 'none';
    licences.set(licence, [...(licences.get(licence) ?? []), title]);
    if (!rules.licences.includes(licence)) problems.push(`${title}: licence ${licence}`);
    if (!locked.integrity?.startsWith('sha512-')) problems.push(`${title}: no SHA-512 of its archive`);
    if (locked.resolved && !locked.resolved.startsWith(rules.registry)) {
      problems.push(`${title}: comes from ${locked.resolved}`);
    }
    if (locked.deprecated) problems.push(`${title}: deprecated: ${locked.deprecated}`);
    if (locked.hasInstallScript && !rules.installScripts.includes(name)) {
      problems.push(`${title}: brings an install script that nobody has read`);
    }
  }
  return { licences, problems };
}
