/**
 * What follows from what is known of the network: why the others are not found, or that all is well. Facts in, findings
 * out, what stands in the way first.
 */
import type { Finding, FindingWeight, InterfaceLine, NetworkReport, PeerLine } from '../api/network.ts';

/** Everything of a report but what follows from it. */
export type ReportFacts = Omit<NetworkReport, 'findings' | 'firewalls'>;

/** Others are announced every two seconds: who was not heard for so long is not, just now. */
const announcedLatelyMs = 10_000;
const triedLatelyMs = 60_000;

export function networkFindings(facts: ReportFacts, ownVersion: string): readonly Finding[] {
  const found = [
    ...aboutListening(facts),
    ...aboutMulticast(facts),
    ...aboutOthers(facts),
    ...aboutVpns(facts),
    ...aboutVersions(facts, ownVersion),
  ];
  if (!found.some(({ weight }) => weight === 'blocks' || weight === 'hinders')) found.push(...allWell(facts));
  const rank = (finding: Finding): number => weights.indexOf(finding.weight);
  return found.sort((left, right) => rank(left) - rank(right));
}

const weights: readonly FindingWeight[] = ['blocks', 'hinders', 'fine', 'tells'];

// This laptop

function aboutListening({ interfaces, port, peers }: ReportFacts): Finding[] {
  const isOnNetwork = interfaces.some((each) => each.kind !== 'loopback' && each.addresses.length > 0);
  if (!isOnNetwork) return [{ weight: 'blocks', type: 'no-network' }];
  if (port.number === null) return [{ weight: 'blocks', type: 'listens-nowhere' }];
  const listensOnNetwork = interfaces.some(
    (each) => each.kind !== 'loopback' && each.addresses.some(({ isListening }) => isListening),
  );
  if (!listensOnNetwork)
    return [{ weight: connected(peers).length > 0 ? 'hinders' : 'blocks', type: 'listens-on-loopback' }];
  if (port.choice === 'next-free' || port.choice === 'any-free') {
    return [{ weight: 'tells', type: 'port-not-usual', port: port.number }];
  }
  return [];
}

// Multicast

function aboutMulticast(facts: ReportFacts): Finding[] {
  const { mdns, interfaces, peers } = facts;
  const someConnected = connected(peers).length > 0;
  if (!mdns) return [{ weight: someConnected ? 'tells' : 'blocks', type: 'discovery-off' }];
  const tried = networks(interfaces).filter(({ multicast }) => multicast !== null);
  const works = tried.filter(({ multicast }) => multicast?.type === 'heard');
  const isHeard = announcedLately(facts);
  // Where one way works, another that does not is a nuisance at most.
  const weight: FindingWeight = works.length > 0 || isHeard || someConnected ? 'hinders' : 'blocks';
  const found = failures(tried, weight);
  // Raftpad names the interface whenever it sends, so this alone stops nothing.
  if (facts.noMulticastRoute && !found.some(({ type }) => type === 'multicast-no-route')) {
    found.push({ weight: works.length > 0 ? 'tells' : weight, type: 'multicast-no-route', interfaces: [] });
  }
  if (works.length === 0 || isHeard || facts.watchedMs < announcedLatelyMs) return found;
  if (someConnected) return [...found, { weight: 'tells', type: 'announcements-do-not-pass' }];
  const othersHeard = facts.othersHeardAgoMs !== null;
  return [...found, { weight: 'blocks', type: 'nobody-heard', othersHeard, networks: works.map(networkOf) }];
}

function failures(tried: readonly InterfaceLine[], weight: FindingWeight): Finding[] {
  const taken = tried.some(({ multicast }) => multicast?.type === 'failed' && multicast.code === 'EADDRINUSE');
  if (taken) return [{ weight, type: 'mdns-port-taken' }];
  const failed = (isOne: (code: string) => boolean): readonly string[] =>
    namesOf(tried.filter(({ multicast }) => multicast?.type === 'failed' && isOne(multicast.code)));
  const found: Finding[] = [];
  const forbidden = failed((code) => notPermitted.includes(code));
  if (forbidden.length > 0) found.push({ weight, type: 'multicast-not-permitted', interfaces: forbidden });
  const withoutRoute = failed((code) => noRoute.includes(code));
  if (withoutRoute.length > 0) found.push({ weight, type: 'multicast-no-route', interfaces: withoutRoute });
  for (const { name, multicast } of tried) {
    if (multicast?.type !== 'failed' || [...notPermitted, ...noRoute].includes(multicast.code)) continue;
    found.push({ weight, type: 'multicast-failed', interfaces: [name], code: multicast.code });
  }
  const unheard = namesOf(tried.filter(({ multicast }) => multicast?.type === 'not-heard' && multicast.sent > 1));
  if (unheard.length > 0) found.push({ weight, type: 'multicast-not-heard', interfaces: unheard });
  return found;
}

const notPermitted: readonly string[] = ['EACCES', 'EPERM'];
const noRoute: readonly string[] = ['ENETUNREACH', 'EHOSTUNREACH', 'EADDRNOTAVAIL', 'ENETDOWN', 'ENODEV'];

/** The interfaces that lead to other laptops, by all that their names say; else whatever leads anywhere. */
function networks(interfaces: readonly InterfaceLine[]): readonly InterfaceLine[] {
  const ordinary = interfaces.filter(({ kind }) => kind === 'ordinary');
  return ordinary.length > 0 ? ordinary : interfaces.filter(({ kind }) => kind !== 'loopback');
}

function networkOf({ name, addresses }: InterfaceLine): string {
  const address = addresses.find(({ family }) => family === 'IPv4');
  return address === undefined ? name : `${name} (${address.address}/${address.prefixBits})`;
}

function announcedLately({ announcedAgoMs }: ReportFacts): boolean {
  return announcedAgoMs !== null && announcedAgoMs <= announcedLatelyMs;
}

// The others

function aboutOthers({ peers, port }: ReportFacts): Finding[] {
  const found: Finding[] = [];
  const silent = peers.filter(
    ({ connection, announcedAgoMs, failedAgoMs }) =>
      connection === null && lately(announcedAgoMs, announcedLatelyMs) && lately(failedAgoMs, triedLatelyMs),
  );
  if (silent.length > 0) found.push({ weight: 'hinders', type: 'peers-do-not-answer', names: silent.map(nameOf) });

  const unsure = peers.filter(({ foreign }) => foreign === 'unsure');
  if (unsure.length > 0) found.push({ weight: 'hinders', type: 'foreign-peers', names: unsure.map(nameOf) });
  const newer = peers.filter(({ foreign }) => foreign === 'newer');
  if (newer.length > 0) found.push({ weight: 'hinders', type: 'newer-peers', names: newer.map(nameOf) });

  const failed = ({ reach }: PeerLine): boolean => reach !== null && failsToReach.includes(reach.outcome);
  // A connection that it made once says less than that it could not make another one just now.
  const reachedUs = peers.some(
    (peer) => peer.reach?.outcome === 'connected' || (peer.connection?.direction === 'incoming' && !failed(peer)),
  );
  const [first, ...others] = peers.filter(failed);
  if (first?.reach && !reachedUs && port.number !== null) {
    const names = [first, ...others].map(nameOf);
    found.push({ weight: 'hinders', type: 'incoming-blocked', names, port: port.number, outcome: first.reach.outcome });
  }

  const away = peers.filter((peer) => peer.isMember && peer.connection === null && !silent.includes(peer));
  if (away.length > 0) found.push({ weight: 'tells', type: 'members-away', names: away.map(nameOf) });
  return found;
}

const failsToReach: readonly string[] = ['no-answer', 'refused', 'no-route', 'other-peer'];

function lately(agoMs: number | null, withinMs: number): boolean {
  return agoMs !== null && agoMs <= withinMs;
}

function aboutVpns(facts: ReportFacts): Finding[] {
  const { interfaces, defaultInterface, multicastInterface } = facts;
  const isAlone = connected(facts.peers).length === 0 && !announcedLately(facts);
  return interfaces
    .filter(({ kind, addresses }) => kind === 'vpn' && addresses.some(({ isLinkLocal }) => !isLinkLocal))
    .map(({ name, product }): Finding => {
      const takesDefaultRoute = name === defaultInterface;
      const takesMulticast = name === multicastInterface;
      const weight = isAlone && (takesDefaultRoute || takesMulticast) ? 'hinders' : 'tells';
      return { weight, type: 'vpn', interface: name, product, takesDefaultRoute, takesMulticast };
    });
}

function aboutVersions({ peers }: ReportFacts, own: string): Finding[] {
  const others = peers.flatMap(({ name, appVersion, foreign }) =>
    appVersion === null || foreign !== null || appVersion === own ? [] : [{ name, appVersion }],
  );
  return others.length === 0 ? [] : [{ weight: 'tells', type: 'other-versions', own, peers: others }];
}

function allWell({ peers }: ReportFacts): Finding[] {
  const count = connected(peers).length;
  return count === 0 ? [] : [{ weight: 'fine', type: 'all-well', connected: count }];
}

const connected = (peers: readonly PeerLine[]): readonly PeerLine[] =>
  peers.filter(({ connection, foreign }) => connection !== null && foreign === null);
const namesOf = (interfaces: readonly InterfaceLine[]): readonly string[] => interfaces.map(({ name }) => name);
const nameOf = ({ name }: PeerLine): string => name;
