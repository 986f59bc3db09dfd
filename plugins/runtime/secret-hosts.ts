import { coversEntry } from '../../domain/egress-hosts.ts';
import type { Plugin } from '../contract/plugin.ts';
import type { NamedSecret, RefuseSecret } from './instance-config.ts';

/** Whether a variable is named after a plugin: `CICLO_PLUGIN_HERALD`, `CICLO_PLUGIN_HERALD_TOKEN`. */
const isNamedAfter = (name: string, plugin: string): boolean => {
  const own = `CICLO_PLUGIN_${plugin.replaceAll('-', '_').toUpperCase()}`;
  return name === own || name.startsWith(`${own}_`);
};

/** The host that a secret is an address of, at any port: it is the operator's word. */
const hostNamedBy = (value: string | undefined): readonly string[] => {
  const host = value !== undefined && URL.canParse(value) ? new URL(value).hostname : '';
  return host === '' ? [] : [host];
};

/**
 * The secrets of an instance that would go to a host which nobody who may decide that has named. The config of an instance, and so
 * the hosts it speaks to, is written by a user who may publish; a secret is the operator's. So a secret goes to the host that it is the
 * address of, to those of the provider whose plugin it is named after, and else where `refuse` lets it.
 */
export const strayingSecrets = (input: {
  plugin: Pick<Plugin, 'id' | 'ownHosts' | 'keptSecrets'>;
  /** Everything the instance speaks to. */
  hosts: readonly string[];
  named: readonly NamedSecret[];
  refuse: RefuseSecret;
}): readonly (Pick<NamedSecret, 'path'> & NonNullable<ReturnType<RefuseSecret>>)[] => {
  const { plugin, hosts, named, refuse } = input;
  return named.flatMap(({ name, path, field, value }) => {
    if (plugin.keptSecrets.includes(field)) return [];
    const own = isNamedAfter(name, plugin.id) ? plugin.ownHosts : [];
    const allowed = [...own, ...hostNamedBy(value)];
    const sentTo = hosts.filter((host) => !allowed.some((entry) => coversEntry(entry, host)));
    const no = sentTo.length === 0 ? undefined : refuse(name, { plugin: plugin.id, field, sentTo });
    return no === undefined ? [] : [{ path, ...no }];
  });
};
