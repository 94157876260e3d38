import { z } from 'zod';

const file = z.string().min(1);

/** TLS of a server. PEM files, read again when they change. */
export const serverTlsConfig = z
  .strictObject({
    /** The server's certificate with its chain. */
    certificateFile: file,
    keyFile: file,
    /** Mutual TLS: clients must show a certificate of this authority. */
    clientCaFile: file.optional(),
    /** DNS names or URIs; the client's certificate must have one of them. */
    clientNames: z.array(z.string().min(1)).default([]),
  })
  .refine((tls) => (tls.clientCaFile === undefined) === (tls.clientNames.length === 0), {
    path: ['clientNames'],
    message: 'clientCaFile and clientNames stand together: who signs the clients, and which of them may call',
  });

export type ServerTls = z.output<typeof serverTlsConfig>;

/** TLS of a client. PEM files, read again when they change. */
export const clientTlsConfig = z
  .strictObject({
    /** Certificates of the authorities whose servers are trusted. */
    caFile: file,
    /** The certificate for servers that ask for one. */
    certificateFile: file.optional(),
    keyFile: file.optional(),
  })
  .refine((tls) => (tls.certificateFile === undefined) === (tls.keyFile === undefined), {
    path: ['keyFile'],
    message: 'certificateFile and keyFile stand together',
  });

export type ClientTls = z.output<typeof clientTlsConfig>;
