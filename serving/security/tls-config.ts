import { z } from 'zod';

const file = z.string().min(1);

/** PEM files, read again when they change. */
export const serverTlsConfig = z
  .strictObject({
    /** With its chain. */
    certificateFile: file,
    keyFile: file,
    /** Mutual TLS: clients must show a certificate of this authority. */
    clientCaFile: file.optional(),
    /** DNS names or URIs, of which the client's certificate must have one. */
    clientNames: z.array(z.string().min(1)).default([]),
  })
  .refine((tls) => (tls.clientCaFile === undefined) === (tls.clientNames.length === 0), {
    path: ['clientNames'],
    message: 'clientCaFile and clientNames stand together: who signs the clients, and which of them may call',
  });

export type ServerTls = z.output<typeof serverTlsConfig>;

/** PEM files, read again when they change. */
export const clientTlsConfig = z
  .strictObject({
    /** Whose servers are trusted. */
    caFile: file,
    /** What is shown to servers that ask for it. */
    certificateFile: file.optional(),
    keyFile: file.optional(),
  })
  .refine((tls) => (tls.certificateFile === undefined) === (tls.keyFile === undefined), {
    path: ['keyFile'],
    message: 'certificateFile and keyFile stand together',
  });

export type ClientTls = z.output<typeof clientTlsConfig>;
