import type { Socket } from 'node:net';

/**
 * A plain connection for protocols other than HTTP, such as SMTP: to the plugin's own `hosts`, at public addresses, and to a private one only where
 * a secret of the instance is an address with that host and port, because secrets are the operator's word. Rejects with the
 * code `forbidden` for what is refused, `timeout` after `timeoutMs`, else with the system's own error.
 */
export type Connect = (to: {
  readonly host: string;
  readonly port: number;
  readonly timeoutMs: number;
  /** TLS from the first byte: `verify: false` accepts any certificate, `ca` is an authority of one's own (PEM). */
  readonly tls?: { readonly verify: boolean; readonly ca?: string };
}) => Promise<Socket>;
