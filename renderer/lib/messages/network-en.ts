/** What the network page says in English. */
import type { DialOutcome, Finding, FirewallLine, PeerTestVerdict, ReachOutcome } from '../../../src/api/network.ts';

const rules = new Intl.PluralRules('en');
const number = (value: number): string => new Intl.NumberFormat('en').format(value);
const count = (value: number, one: string, other: string): string =>
  `${number(value)} ${rules.select(value) === 'one' ? one : other}`;
const list = (names: readonly string[]): string => new Intl.ListFormat('en').format(names);
const are = (names: readonly string[]): string => (names.length === 1 ? 'is' : 'are');

const milliseconds = (ms: number): string => (ms < 10 ? `${ms.toFixed(1)} ms` : `${number(Math.round(ms))} ms`);
const ago = (ms: number): string => {
  if (ms < 1_500) return 'just now';
  if (ms < 90_000) return `${count(Math.round(ms / 1_000), 'second', 'seconds')} ago`;
  if (ms < 5_400_000) return `${count(Math.round(ms / 60_000), 'minute', 'minutes')} ago`;
  return `${count(Math.round(ms / 3_600_000), 'hour', 'hours')} ago`;
};

/** A sentence that says what was found, and what it means and what to do. */
export interface FindingWords {
  readonly title: string;
  readonly text: string;
}

export const networkEn = {
  title: 'Network',
  lead: 'Why another laptop is found, or is not. Looked at again every two seconds while this page is open.',
  open: 'Check the network',
  notListed: 'Not in the list?',
  findOutWhy: 'Find out why',
  back: 'Back',
  looking: 'Looking at the network…',
  listening: 'Listening for others…',
  listeningHint: 'This takes about ten seconds.',
  nothingFound: 'Nothing stands in the way',
  nothingFoundText: 'Nobody else is connected yet.',
  findings: 'What was found',
  finding: (finding: Finding, isMac: boolean): FindingWords => {
    switch (finding.type) {
      case 'no-network':
        return {
          title: 'This laptop is on no network',
          text: 'Only apps on the laptop itself find each other. Connect it to the Wi‑Fi or the cable that the others use.',
        };
      case 'listens-nowhere':
        return {
          title: 'Raftpad listens at no address',
          text: 'So nobody can connect to this laptop. Close Raftpad and start it again.',
        };
      case 'listens-on-loopback':
        return {
          title: 'Raftpad listens to this laptop only',
          text: 'It was started with --listen and an address that other laptops cannot reach. Start it without.',
        };
      case 'discovery-off':
        return {
          title: 'Looking around is turned off on this laptop',
          text: 'It was started with --no-mdns: it neither looks for others nor shows itself. Start it without, or join by address.',
        };
      case 'mdns-port-taken':
        return {
          title: 'Another program keeps UDP port 5353 to itself',
          text: 'The address is in use, so nothing that others announce arrives here. Close programs that look for printers, speakers or televisions, or join by address.',
        };
      case 'multicast-not-permitted':
        return {
          title: `This laptop may not announce itself on ${list(finding.interfaces)}`,
          text: 'A firewall or security program on this laptop forbids it. Let Raftpad send to UDP port 5353, or join by address.',
        };
      case 'multicast-no-route':
        if (finding.weight === 'tells') {
          return {
            title: 'This laptop has no route for multicast',
            text: 'Raftpad names the interface whenever it announces itself, so this alone does no harm. Other programs may find nothing.',
          };
        }
        return {
          title:
            finding.interfaces.length === 0
              ? 'This laptop has no route for multicast'
              : `Announcements find no way out on ${list(finding.interfaces)}`,
          text: isMac
            ? 'Allow Raftpad under System Settings, Privacy & Security, Local Network. If it is allowed there, a VPN may have taken the routes: switch it off for a moment.'
            : 'Often a VPN has taken the routes: switch it off for a moment. Or join by address.',
        };
      case 'multicast-failed':
        return {
          title: `Announcements cannot be sent on ${list(finding.interfaces)}`,
          text: `The system says ${finding.code}. Disconnect from the network and connect again, or join by address.`,
        };
      case 'multicast-not-heard':
        return {
          title: `Announcements leave on ${list(finding.interfaces)}, and are not heard back`,
          text: 'Most often a firewall on this laptop drops what comes in on UDP port 5353, so those of others are dropped too. This lets them in:',
        };
      case 'nobody-heard':
        return finding.othersHeard
          ? {
              title: 'Other devices are heard here, but no other Raftpad',
              text: `So the network carries announcements. Is Raftpad open on the other laptops, and are they on this same network: ${list(finding.networks)}? A firewall there may also keep them silent: open this page on them.`,
            }
          : {
              title: 'Nothing is heard from any other device',
              text: `This laptop announces itself on ${list(finding.networks)}, and hears itself. Networks for guests, in hotels and in offices often keep laptops apart. Use another network or a phone’s hotspot, or try to join by address.`,
            };
      case 'announcements-do-not-pass':
        return {
          title: 'The others are reached, but not by announcements',
          text: 'This laptop knows their addresses from before. Whoever is new will not show by itself here: then an address helps.',
        };
      case 'peers-do-not-answer':
        return {
          title: `${list(finding.names)} can be seen, but ${finding.names.length === 1 ? 'does' : 'do'} not answer`,
          text: 'Most often a firewall there drops what comes in. Test it below, and open this page there: it has the line that lets Raftpad through.',
        };
      case 'foreign-peers':
        return {
          title: `${list(finding.names)} ${are(finding.names)} here, with a Raftpad that this one cannot talk with`,
          text: 'The two versions have no language in common. Update Raftpad on whichever laptop has the older one; nothing is lost meanwhile.',
        };
      case 'newer-peers':
        return {
          title: `${list(finding.names)} ${are(finding.names)} here, with a newer Raftpad than this one`,
          text: 'This one does not know their language yet. Update Raftpad on this laptop; nothing is lost meanwhile.',
        };
      case 'incoming-blocked': {
        const title = `${list(finding.names)} cannot connect to this laptop`;
        if (finding.outcome === 'no-answer')
          return {
            title,
            text: `TCP port ${finding.port} was tried from there, and nothing came back: a firewall on this laptop drops it. Where both laptops have one, they never meet. This lets Raftpad through:`,
          };
        if (finding.outcome === 'other-peer')
          return {
            title,
            text: 'At the address that they see, somebody else answers: a router in between changes addresses. This laptop can still connect to them.',
          };
        return {
          title,
          text: `TCP port ${finding.port} was tried from there, and turned away: a firewall on this laptop rejects it. This lets Raftpad through:`,
        };
      }
      case 'vpn': {
        const name = finding.product === null ? finding.interface : `${finding.product} (${finding.interface})`;
        const text = finding.takesDefaultRoute
          ? 'It takes whatever goes beyond this network, and may take announcements with it. If nobody is found, switch it off for a moment, or let it allow the local network.'
          : 'A VPN may take announcements. If nobody is found, switch it off for a moment.';
        return { title: `A VPN is on: ${name}`, text };
      }
      case 'port-not-usual':
        return {
          title: `Port 47101 was taken, so Raftpad listens at ${finding.port}`,
          text: `Another program, or another Raftpad on this laptop, has it. The others find the way by themselves; a rule of a firewall has to name ${finding.port}.`,
        };
      case 'members-away':
        return {
          title: `${list(finding.names)} ${are(finding.names)} not connected`,
          text: 'Closed, asleep, or on another network. This laptop goes on trying.',
        };
      case 'other-versions':
        return {
          title: list(finding.peers.map(({ name, appVersion }) => `${name} runs Raftpad ${appVersion}`)),
          text: `This laptop runs ${finding.own}. They work together; what only the newer one knows, the older one cannot do. Update it when you can.`,
        };
      case 'all-well':
        return {
          title: `All is well: ${count(finding.connected, 'laptop is', 'laptops are')} connected`,
          text: 'Whatever can be checked from here works.',
        };
    }
  },

  peers: {
    title: 'Other laptops',
    none: 'None was seen yet.',
    heard: (ms: number): string => `heard ${ago(ms)}`,
    neverHeard: 'not heard since Raftpad started here',
    announced: (ms: number): string => `announced ${ago(ms)}`,
    theyDialed: (address: string): string => `it connected from ${address}`,
    weDialed: (address: string): string => `connected to ${address}`,
    failed: (ms: number): string => `did not answer ${ago(ms)}`,
    roundTrip: (ms: number): string => `answers in ${milliseconds(ms)}`,
    version: (version: string): string => `Raftpad ${version}`,
    versionDiffers: (version: string, own: string): string => `Raftpad ${version}, here ${own}`,
    foreign: {
      newer: 'its Raftpad is newer: update this laptop',
      unsure: 'its Raftpad is too old or too new for this one',
    },
    member: 'member',
    nearby: 'nearby',
    test: 'Test',
    testNamed: (name: string): string => `Test the way to ${name}`,
    cancel: 'Stop the test',
    testAddress: 'Test an address',
    testAddressHint: 'One that another laptop shows under Settings. Nobody is asked anything there.',
  },

  steps: {
    progress: 'The test, step by step',
    addresses: (addresses: readonly string[]): string =>
      addresses.length === 0 ? 'No address of it is known' : `It may be at ${list(addresses)}`,
    connected: 'Connected already',
    dialing: (address: string): string => `Connecting to ${address}…`,
    dial: (address: string, outcome: DialOutcome, ms: number): string => {
      switch (outcome) {
        case 'connected':
          return `${address} answers, in ${milliseconds(ms)}`;
        case 'refused':
          return `${address} turned us away, in ${milliseconds(ms)}`;
        case 'no-answer':
          return `${address} said nothing for ${number(Math.round(ms / 1_000))} s`;
        case 'no-route':
          return `No way leads to ${address}`;
        case 'not-allowed':
          return `This laptop’s own firewall does not let it connect to ${address}`;
        case 'failed':
          return `${address} could not be tried`;
      }
    },
    proving: (address: string): string => `Who is at ${address}?…`,
    proved: (fingerprint: string, ms: number): string => `It proved to be ${fingerprint}, in ${milliseconds(ms)}`,
    otherPeer: (fingerprint: string, address: string): string => `Another laptop is at ${address} now: ${fingerprint}`,
    notRaftpad: (address: string): string => `What answers at ${address} is no other Raftpad`,
    greeting: 'Saying hello…',
    answered: (name: string, ms: number): string => `${name} says hello: a round trip takes ${milliseconds(ms)}`,
    sameVersion: (version: string): string => `It runs Raftpad ${version}, as here`,
    otherVersion: (version: string): string => `It runs Raftpad ${version}, which is not the version here`,
    foreign: 'It speaks none of the languages of this Raftpad',
    newer: 'It speaks the language of a newer Raftpad',
    silent: 'It did not answer our hello',
    dialingBack: 'Asking it to connect to this laptop…',
    dialBack: (outcome: ReachOutcome, ms: number): string => {
      switch (outcome) {
        case 'connected':
          return `It reaches this laptop too, in ${milliseconds(ms)}`;
        case 'no-answer':
          return 'It tried to connect to this laptop and heard nothing';
        case 'refused':
          return 'It tried to connect to this laptop and was turned away';
        case 'no-route':
          return 'It finds no way to this laptop';
        case 'other-peer':
          return 'Where it sees this laptop, somebody else answers';
        case 'busy':
          return 'It was asked too often just now to try the way back';
        case 'unsupported':
          return 'Its version cannot try the way back';
        case 'not-allowed':
        case 'failed':
        case 'silent':
          return 'It could not try the way back';
      }
    },
  },

  verdict: {
    works: 'All works, both ways.',
    'works-outgoing-only':
      'This laptop reaches it, but not the other way round: a firewall here drops what comes in. What lets Raftpad through is under Port and firewall.',
    'works-incoming-only':
      'They are connected because it dialed. This laptop cannot dial it: a firewall there drops what comes in. Open this page there for the line that helps.',
    'no-address': 'No address of it is known. Ask for one: that laptop shows its own under Settings.',
    refused:
      'A laptop is there, but no Raftpad listens. Is it open there? If so, a firewall there rejects it: open this page there for the line that helps.',
    'no-answer':
      'Nothing comes back. The laptop is closed, asleep or on another network, or its firewall, or the network, drops what comes in.',
    'no-route': 'There is no way to it from here: it is off, or on another network. Both have to be on the same one.',
    'not-allowed': 'A firewall or security program on this laptop does not let Raftpad out.',
    failed: 'The address could not be tried.',
    'other-peer':
      'Somebody else has its address now. Addresses change when laptops come and go: ask for the present one.',
    'not-raftpad': 'Something answers there, but it is no other Raftpad. Check the address.',
    foreign: 'Another version of Raftpad is there, and the two do not understand each other. Update the older one.',
    newer: 'A newer Raftpad is there, and this one cannot talk with it. Update Raftpad on this laptop.',
    silent: 'It accepts the connection, and then says nothing. Its member may be stuck: restart Raftpad there.',
    cancelled: 'The test was stopped.',
  } satisfies Record<PeerTestVerdict, string>,

  interfaces: {
    title: 'Interfaces of this laptop',
    kind: {
      loopback: 'this laptop itself',
      vpn: 'VPN',
      container: 'containers',
      'virtual-machine': 'virtual machines',
    },
    listens: 'Raftpad listens',
    linkLocal: 'good on this link only',
    noAddress: 'no address',
    defaultRoute: 'the way to everywhere else',
    heard: (ms: number): string => `Announcements are heard back, in ${milliseconds(ms)}`,
    waiting: 'Announcing…',
    notHeard: (sent: number): string => `Announced ${count(sent, 'time', 'times')}, not heard back`,
    failed: {
      listen: (code: string): string => `Cannot listen for announcements (${code})`,
      join: (code: string): string => `Cannot take part in multicast here (${code})`,
      send: (code: string): string => `Cannot announce here (${code})`,
    },
    othersHeard: (ms: number): string => `Other devices were last heard ${ago(ms)}.`,
    othersNotHeard: 'No other device was heard yet.',
  },

  firewall: {
    title: 'Port and firewall',
    port: (port: number): string => `Raftpad listens at TCP port ${port}, and hears announcements on UDP port 5353.`,
    noPort: 'Raftpad listens at no port.',
    choice: {
      'next-free': 'The usual one, 47101, was taken when it started, so it took the next that was free.',
      'any-free': 'All the usual ones were taken when it started, so it took any that was free.',
      given: 'It was started with --listen.',
    },
    reached: (name: string, ms: number, agoMs: number): string =>
      `${name} connected to it for a check ${ago(agoMs)}, in ${milliseconds(ms)}.`,
    notReached: (name: string, agoMs: number): string => `${name} could not connect to it ${ago(agoMs)}.`,
    notTried: 'Nobody is connected who could try whether it can be reached.',
    hint: 'If a firewall is in the way, one of these lets Raftpad through. Windows wants them as administrator.',
    name: {
      ufw: 'Linux, ufw (Ubuntu, Mint)',
      firewalld: 'Linux, firewalld (Fedora, openSUSE)',
      windows: 'Windows, PowerShell',
      'windows-netsh': 'Windows, command prompt',
      macos: 'macOS',
    } satisfies Record<FirewallLine['firewall'], string>,
    copy: (firewall: string): string => `Copy the line for ${firewall}`,
  },
};

export type NetworkMessages = typeof networkEn;
