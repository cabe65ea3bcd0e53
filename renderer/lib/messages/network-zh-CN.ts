import type { NetworkMessages } from './network-en.ts';

const number = (value: number): string => new Intl.NumberFormat('zh-CN').format(value);
const list = (names: readonly string[]): string => names.join('、');
const milliseconds = (ms: number): string => (ms < 10 ? `${ms.toFixed(1)} 毫秒` : `${number(Math.round(ms))} 毫秒`);
const ago = (ms: number): string => {
  if (ms < 1_500) return '刚刚';
  if (ms < 90_000) return `${number(Math.round(ms / 1_000))} 秒前`;
  if (ms < 5_400_000) return `${number(Math.round(ms / 60_000))} 分钟前`;
  return `${number(Math.round(ms / 3_600_000))} 小时前`;
};

/** 网络页面的中文。 */
export const networkZhCN: NetworkMessages = {
  title: '网络',
  lead: '为什么能找到或找不到其他电脑。本页打开期间每两秒检查一次。',
  open: '检查网络',
  notListed: '列表里没有？',
  findOutWhy: '查明原因',
  back: '返回',
  looking: '正在检查网络…',
  listening: '正在等待其他电脑的声音…',
  listeningHint: '大约需要十秒。',
  nothingFound: '没有发现障碍',
  nothingFoundText: '还没有连上其他电脑。',
  findings: '检查结果',
  finding: (finding, isMac) => {
    switch (finding.type) {
      case 'no-network':
        return {
          title: '这台电脑没有连接网络',
          text: '只有本机上的程序能互相找到。请连接其他电脑所用的 Wi‑Fi 或网线。',
        };
      case 'listens-nowhere':
        return { title: 'Raftpad 没有监听任何地址', text: '所以没有人能连接这台电脑。请关闭 Raftpad 后重新打开。' };
      case 'listens-on-loopback':
        return {
          title: 'Raftpad 只监听本机',
          text: '启动时用 --listen 指定了其他电脑到不了的地址。请去掉它再启动。',
        };
      case 'discovery-off':
        return {
          title: '这台电脑关闭了附近搜索',
          text: '启动时用了 --no-mdns：既不寻找别人，也不让别人看到。请去掉它再启动，或者用地址加入。',
        };
      case 'mdns-port-taken':
        return {
          title: '另一个程序独占了 UDP 端口 5353',
          text: '地址已被占用，收不到其他电脑的广播。请关闭寻找打印机、音箱或电视的程序，或者用地址加入。',
        };
      case 'multicast-not-permitted':
        return {
          title: `系统不允许这台电脑在 ${list(finding.interfaces)} 上广播`,
          text: '是本机的防火墙或安全软件禁止的。请允许 Raftpad 发往 UDP 端口 5353，或者用地址加入。',
        };
      case 'multicast-no-route':
        if (finding.weight === 'tells') {
          return {
            title: '这台电脑没有组播路由',
            text: 'Raftpad 广播时总会指明网络接口，所以仅此一点没有影响。其他程序可能什么也找不到。',
          };
        }
        return {
          title:
            finding.interfaces.length === 0
              ? '这台电脑没有组播路由'
              : `在 ${list(finding.interfaces)} 上广播找不到出路`,
          text: isMac
            ? '请在“系统设置”的“隐私与安全性”里打开“本地网络”中的 Raftpad。如果已经打开，可能是 VPN 占用了路由：请暂时关掉它。'
            : '常见原因是 VPN 占用了路由：请暂时关掉它，或者用地址加入。',
        };
      case 'multicast-failed':
        return {
          title: `在 ${list(finding.interfaces)} 上无法广播`,
          text: `系统提示 ${finding.code}。请断开网络再连接，或者用地址加入。`,
        };
      case 'multicast-not-heard':
        return {
          title: `在 ${list(finding.interfaces)} 上发出的广播自己听不到`,
          text: '多半是本机防火墙丢弃了从 UDP 端口 5353 进来的内容，其他电脑的广播也会被丢弃。这样即可放行：',
        };
      case 'nobody-heard':
        return finding.othersHeard
          ? {
              title: '能听到其他设备，但没有别的 Raftpad',
              text: `说明这个网络能传播广播。其他电脑上打开 Raftpad 了吗？它们也在这个网络里吗：${list(finding.networks)}？也可能是那边的防火墙不让出声：请在那些电脑上打开本页。`,
            }
          : {
              title: '听不到任何其他设备',
              text: `这台电脑在 ${list(finding.networks)} 上广播，自己能听到。访客网络、酒店和办公室的网络常常把电脑彼此隔开。请换一个网络或用手机热点，或者试试用地址加入。`,
            };
      case 'announcements-do-not-pass':
        return {
          title: '能连上其他电脑，但不是靠广播',
          text: '这台电脑记得它们以前的地址。新来的电脑不会自己出现在这里：那时需要用地址。',
        };
      case 'peers-do-not-answer':
        return {
          title: `能看到${list(finding.names)}，但没有回应`,
          text: '多半是那边的防火墙丢弃了进来的连接。请在下面测试，并在那台电脑上打开本页：里面有放行 Raftpad 的命令。',
        };
      case 'foreign-peers':
        return {
          title: `${list(finding.names)}在这里，但那边的 Raftpad 与本机的无法交谈`,
          text: '两个版本没有共同的协议。请更新版本较旧的那台电脑上的 Raftpad；在此期间不会丢失任何内容。',
        };
      case 'newer-peers':
        return {
          title: `${list(finding.names)}在这里，但那边的 Raftpad 比本机的新`,
          text: '本机还不会它的协议。请更新这台电脑上的 Raftpad，期间不会丢失任何内容。',
        };
      case 'incoming-blocked': {
        const title = `${list(finding.names)}连不上这台电脑`;
        if (finding.outcome === 'no-answer')
          return {
            title,
            text: `对方试了 TCP 端口 ${finding.port}，没有任何回音：本机的防火墙丢弃了它。如果两边都有这样的防火墙，就永远连不上。这样即可放行 Raftpad：`,
          };
        if (finding.outcome === 'other-peer')
          return {
            title,
            text: '在对方看到的地址上回应的是别人：中间有路由器改换了地址。这台电脑仍然可以去连对方。',
          };
        return {
          title,
          text: `对方试了 TCP 端口 ${finding.port}，被拒绝了：本机的防火墙不放行。这样即可放行 Raftpad：`,
        };
      }
      case 'vpn': {
        const name = finding.product === null ? finding.interface : `${finding.product}（${finding.interface}）`;
        const text = finding.takesDefaultRoute
          ? '凡是发往本网络以外的内容都经过它，广播也可能被它带走。如果找不到别人，请暂时关掉它，或让它允许本地网络。'
          : 'VPN 可能带走广播。如果找不到别人，请暂时关掉它。';
        return { title: `VPN 已打开：${name}`, text };
      }
      case 'port-not-usual':
        return {
          title: `端口 47101 已被占用，Raftpad 改为监听 ${finding.port}`,
          text: `另一个程序，或本机的另一个 Raftpad 占用了它。其他电脑会自己找到；但防火墙规则里要写 ${finding.port}。`,
        };
      case 'members-away':
        return {
          title: `没有连上${list(finding.names)}`,
          text: '可能关机、休眠，或在另一个网络里。这台电脑会一直尝试。',
        };
      case 'other-versions':
        return {
          title: list(finding.peers.map(({ name, appVersion }) => `${name}运行的是 Raftpad ${appVersion}`)),
          text: `这台电脑运行的是 ${finding.own}。它们可以一起使用；只有新版本才会的功能，旧版本做不到。方便时请更新。`,
        };
      case 'all-well':
        return { title: `一切正常：已连上 ${number(finding.connected)} 台电脑`, text: '从这里能检查的都没有问题。' };
    }
  },

  peers: {
    title: '其他电脑',
    none: '还没有看到任何一台。',
    heard: (ms) => `${ago(ms)}有消息`,
    neverHeard: '本机的 Raftpad 启动以来没有消息',
    announced: (ms) => `${ago(ms)}广播过`,
    theyDialed: (address) => `由它连过来，来自 ${address}`,
    weDialed: (address) => `已连到 ${address}`,
    failed: (ms) => `${ago(ms)}没有回应`,
    roundTrip: (ms) => `${milliseconds(ms)}内回应`,
    version: (version) => `Raftpad ${version}`,
    versionDiffers: (version, own) => `Raftpad ${version}，本机是 ${own}`,
    foreign: {
      newer: '它的 Raftpad 较新：请更新本机',
      unsure: '它的 Raftpad 对本机来说太旧或太新',
    },
    member: '成员',
    nearby: '在附近',
    test: '测试',
    testNamed: (name) => `测试到${name}的连接`,
    cancel: '停止测试',
    testAddress: '测试一个地址',
    testAddressHint: '其他电脑在“设置”里显示的地址。不会向那边提出任何请求。',
  },

  steps: {
    progress: '逐步测试',
    addresses: (addresses) => (addresses.length === 0 ? '不知道它的地址' : `它可能在 ${list(addresses)}`),
    connected: '已经连上',
    dialing: (address) => `正在连接 ${address}…`,
    dial: (address, outcome, ms) => {
      switch (outcome) {
        case 'connected':
          return `${address} 有回应，用时 ${milliseconds(ms)}`;
        case 'refused':
          return `${address} 拒绝了连接，用时 ${milliseconds(ms)}`;
        case 'no-answer':
          return `${address} 在 ${number(Math.round(ms / 1_000))} 秒内没有任何回音`;
        case 'no-route':
          return `没有通往 ${address} 的路`;
        case 'not-allowed':
          return `本机的防火墙不让连接 ${address}`;
        case 'failed':
          return `无法尝试 ${address}`;
      }
    },
    proving: (address) => `${address} 上是谁？…`,
    proved: (fingerprint, ms) => `已证明是 ${fingerprint}，用时 ${milliseconds(ms)}`,
    otherPeer: (fingerprint, address) => `${address} 现在属于另一台电脑：${fingerprint}`,
    notRaftpad: (address) => `${address} 上回应的不是别的 Raftpad`,
    greeting: '正在打招呼…',
    answered: (name, ms) => `${name}回应了：往返用时 ${milliseconds(ms)}`,
    sameVersion: (version) => `它运行的是 Raftpad ${version}，与本机相同`,
    otherVersion: (version) => `它运行的是 Raftpad ${version}，与本机的版本不同`,
    foreign: '它不会说本机 Raftpad 的任何一种协议',
    newer: '它说的是更新的 Raftpad 的协议',
    silent: '它没有回应我们的招呼',
    dialingBack: '正在请它反过来连接这台电脑…',
    dialBack: (outcome, ms) => {
      switch (outcome) {
        case 'connected':
          return `它也能连到这台电脑，用时 ${milliseconds(ms)}`;
        case 'no-answer':
          return '它试着连接这台电脑，没有任何回音';
        case 'refused':
          return '它试着连接这台电脑，被拒绝了';
        case 'no-route':
          return '它找不到通往这台电脑的路';
        case 'other-peer':
          return '在它看到的地址上回应的是别人';
        case 'busy':
          return '刚才请它试得太频繁，这次没有试回程';
        case 'unsupported':
          return '它的版本还不会试回程';
        case 'not-allowed':
        case 'failed':
        case 'silent':
          return '它没能试回程';
      }
    },
  },

  verdict: {
    works: '一切正常，双向都通。',
    'works-outgoing-only':
      '这台电脑能连到它，反过来不行：本机的防火墙丢弃了进来的连接。放行 Raftpad 的命令在“端口与防火墙”里。',
    'works-incoming-only':
      '现在连着是因为它连了过来。这台电脑连不到它：那边的防火墙丢弃了进来的连接。请在那台电脑上打开本页，找到放行的命令。',
    'no-address': '不知道它的地址。请向对方要：那台电脑在“设置”里会显示。',
    refused:
      '那里有一台电脑，但没有 Raftpad 在监听。那边打开了吗？如果打开了，就是那边的防火墙拒绝：请在那台电脑上打开本页，找到放行的命令。',
    'no-answer': '没有任何回音。那台电脑关机、休眠或在另一个网络里，或者它的防火墙或网络丢弃了进来的连接。',
    'no-route': '从这里没有路通向它：它关机了，或在另一个网络里。两台电脑要在同一个网络里。',
    'not-allowed': '本机的防火墙或安全软件不让 Raftpad 连出去。',
    failed: '无法尝试这个地址。',
    'other-peer': '它的地址现在属于别人。电脑来来去去，地址会变：请要现在的地址。',
    'not-raftpad': '那里有回应，但不是别的 Raftpad。请检查地址。',
    foreign: '那里是另一个版本的 Raftpad，两者互不相通。请更新较旧的一方。',
    newer: '那里的 Raftpad 较新，本机的无法与它交谈。请更新这台电脑上的 Raftpad。',
    silent: '它接受连接，却什么也不说。那边的成员进程可能卡住了：请在那里重新启动 Raftpad。',
    cancelled: '测试已停止。',
  },

  interfaces: {
    title: '这台电脑的网络接口',
    kind: {
      loopback: '本机内部',
      vpn: 'VPN',
      container: '容器',
      'virtual-machine': '虚拟机',
    },
    listens: 'Raftpad 在监听',
    linkLocal: '只在本链路有效',
    noAddress: '没有地址',
    defaultRoute: '通往其他一切地方',
    heard: (ms) => `广播能听到回音，用时 ${milliseconds(ms)}`,
    waiting: '正在广播…',
    notHeard: (sent) => `广播了 ${number(sent)} 次，没有听到回音`,
    failed: {
      listen: (code) => `无法接收广播（${code}）`,
      join: (code) => `无法在这里加入组播（${code}）`,
      send: (code) => `无法在这里广播（${code}）`,
    },
    othersHeard: (ms) => `最近一次听到其他设备：${ago(ms)}。`,
    othersNotHeard: '还没有听到任何其他设备。',
  },

  firewall: {
    title: '端口与防火墙',
    port: (port) => `Raftpad 监听 TCP 端口 ${port}，并在 UDP 端口 5353 上接收广播。`,
    noPort: 'Raftpad 没有监听端口。',
    choice: {
      'next-free': '启动时惯用的 47101 已被占用，所以用了下一个空闲的端口。',
      'any-free': '启动时惯用的端口都被占用，所以用了任意一个空闲的端口。',
      given: '启动时用 --listen 指定。',
    },
    reached: (name, ms, agoMs) => `${name}${ago(agoMs)}试连成功，用时 ${milliseconds(ms)}。`,
    notReached: (name, agoMs) => `${name}${ago(agoMs)}没能连上。`,
    notTried: '没有连着的电脑可以试试能否连上。',
    hint: '如果防火墙挡住了，运行其中一行即可放行 Raftpad。在 Windows 上需要管理员身份。',
    name: {
      ufw: 'Linux 的 ufw（Ubuntu、Mint）',
      firewalld: 'Linux 的 firewalld（Fedora、openSUSE）',
      windows: 'Windows 的 PowerShell',
      'windows-netsh': 'Windows 的命令提示符',
      macos: 'macOS',
    },
    copy: (firewall) => `复制用于 ${firewall} 的命令`,
  },
};
