/** 简体中文界面的全部文字。术语：成员、投票者、学习者、领导者、跟随者、候选者、任期、日志条目、索引、提交索引、法定多数、提案。 */
import type { ConfigurationLine } from '../../../src/api/contract.ts';
import type { Messages } from './en.ts';

const number = (value: number): string => new Intl.NumberFormat('zh-CN').format(value);
const list = (names: readonly string[]): string => new Intl.ListFormat('zh-CN').format(names);

export const zhCN: Messages = {
  app: {
    loading: '正在启动本机的成员进程…',
    navigation: '界面',
    notes: '笔记',
    cluster: '集群',
    settings: '设置',
    cancel: '取消',
    close: '关闭',
    copy: '复制',
    copied: '已复制',
    tryAgain: '重试',
    loadingShort: '正在读取…',
  },

  process: {
    starting: '本机的成员进程正在启动。',
    restarting: '本机的成员进程停止了，正在重新启动。已保存的内容不会丢失。',
    failed: '本机的成员进程反复停止。已保存的内容都在磁盘上。',
    restart: '重新启动',
  },

  welcome: {
    title: '同一个房间里的笔记',
    lead: '不用账号，也没有服务器。笔记保存在你们选定的电脑上，多数电脑收到的修改才算数。',
    laptopName: '这台电脑叫',
    laptopNameHint: '其他人会看到这个名字。',
    create: {
      title: '新建集群',
      hint: '这台电脑是第一个成员，其他电脑再申请加入。',
      name: '集群名称',
      namePlaceholder: '野外小组',
      action: '新建',
      busy: '正在新建…',
    },
    nearby: {
      title: '加入附近的集群',
      looking: '正在这个网络里寻找集群…',
      lookingHint: '对方至少要有一台电脑开着 Raftpad。有些网络会把电脑彼此隔开，这时可以用地址加入。',
      off: '这台电脑关闭了附近搜索，请用地址加入。',
      laptops: (first, others) => (others === 0 ? first : `${first}等 ${number(others + 1)} 台电脑`),
      members: (members) => `${number(members)} 个成员`,
      ask: '申请加入',
      askNamed: (cluster) => `申请加入${cluster}`,
      busy: '正在申请…',
      alone: (names) => `附近还有未加入集群的电脑：${names}`,
    },
    address: {
      title: '用地址加入',
      label: '集群中任意一台电脑的地址',
      placeholder: '192.168.1.20:47101',
      hint: '每个成员都能在“设置”里看到自己的地址。',
      action: '申请加入',
      busy: '正在申请…',
    },
    asking: {
      title: (cluster) => (cluster === '' ? '正在申请加入' : `正在申请加入${cluster}`),
      waiting: '需要对方有人同意。他们每台电脑上现在都会显示这个申请。',
      theyAsk: (laptop) => `申请发给了${laptop}。请与对方“设置”里显示的指纹核对：`,
      you: (name) => `对方看到的是“${name}”和这个指纹：`,
      since: (time) => `申请时间：${time}`,
      cancel: '撤回申请',
    },
    refused: {
      title: (cluster) => `${cluster}没有同意这台电脑加入`,
      text: (by) => `被${by}拒绝。可以先和对方说一声，之后随时可以再申请。`,
    },
    failed: {
      title: (cluster) => (cluster === '' ? '没能加入' : `没能加入${cluster}`),
      reason: {
        unreachable: '对方的电脑没有回应。请确认那边开着 Raftpad，而且两台电脑在同一个网络里，然后再申请。',
        'no-cluster': '这个地址上的电脑还没有加入集群。请先在任意一边新建一个。',
        'other-cluster': '这个地址上的电脑已经在另一个集群里了。请看看“附近”，或向对方要新的地址。',
        busy: '这个集群正在接纳另一台电脑，或者缺少法定多数。请稍后再申请。',
        'timed-out': '对方没有及时回应。请告诉他们窗口里会出现申请，然后再试一次。',
      },
    },
    removed: {
      title: (cluster) => `这台电脑已被移出${cluster}`,
      text: (by, time) => `${by}于 ${time}移除了它。笔记仍保存在数据文件夹里。想回来的话，可以再次申请加入。`,
      unknownTime: (by) => `${by}移除了它。笔记仍保存在数据文件夹里。想回来的话，可以再次申请加入。`,
    },
    copied: {
      title: '这个文件夹是复制来的',
      text: (keptIn) =>
        `它的数据文件夹是一份副本，或是从备份恢复的。副本不能代替原来的电脑写入或投票，所以这台电脑作为新电脑开始。副本里的内容保存在 ${keptIn}。`,
    },
    back: '回到开始',
    language: '语言',
  },

  join: {
    region: '加入申请',
    asks: (name) => `${name}申请加入`,
    compare: '请先确认这个指纹与那台电脑屏幕上的一致：',
    approve: '同意',
    approveNamed: (name) => `同意${name}加入`,
    refuse: '拒绝',
    refuseNamed: (name) => `拒绝${name}加入`,
    approving: '正在接纳…',
    refusing: '正在拒绝…',
    several: (requests) => `${number(requests)} 台电脑申请加入`,
    severalHint: '指纹与那台电脑屏幕上一致的，请逐一勾选，它们会一起加入。',
    compared: '已核对，指纹一致',
    comparedNamed: (name) => `已核对${name}的指纹，一致`,
    approveTicked: (ticked) => (ticked === 0 ? '同意勾选的电脑' : `同意勾选的 ${number(ticked)} 台`),
    approvingTicked: '正在接纳…',
  },

  notes: {
    filter: '筛选笔记',
    filterCount: (notes) => `筛选 ${number(notes)} 篇笔记`,
    create: '新建',
    list: '笔记列表',
    untitled: '无标题笔记',
    noText: '还没有内容',
    waiting: '存在本机',
    waitingHint: '这篇笔记有修改留在本机，等待法定多数',
    empty: '还没有笔记',
    emptyHint: '点“新建”写第一篇。集群里的每个人都会看到。',
    noMatch: (filter) => `标题和开头几行里没有“${filter}”`,
    clearFilter: '显示全部笔记',
    none: '没有打开的笔记',
    noneHint: '请在左边选一篇，或点“新建”。',
    title: '标题',
    text: '笔记正文',
    placeholder: '在这里书写。# 开头是标题，- 开头是列表。',
    changed: (by, index) => `最近由${by}修改，条目 ${number(index)}`,
    opening: '正在打开笔记…',
    reopening: '正在重新连接。可以继续输入，恢复后会自动发送。',
    failed: '没能打开这篇笔记。',
    unkept: '最近的修改只在这个窗口里：',
    pendingMark: '存在本机：已写入这台电脑的磁盘，正在送往法定多数',
    pendingLegend: '下划线：存在本机，还没有到达法定多数',
    delete: '删除笔记',
    deleteTitle: (title) => `删除“${title}”？`,
    deleteText: '它会从集群中所有的电脑上消失。',
    deleteAction: '删除',
    gone: '这篇笔记已被删除',
    goneText: '集群里有人删除了它。你看到的文字还留在这个窗口里。',
    keepCopy: '另存为新笔记',
    letGo: '不保留',
    copyOf: (title) => `${title}（副本）`,
    showList: '显示笔记列表',
    showInspector: '这篇笔记在哪里',
  },

  inspector: {
    title: '这篇笔记在哪里',
    upToDate: '已是最新',
    behind: (entries) => `落后 ${number(entries)} 个条目`,
    unknown: '尚不清楚',
    away: '离线',
    awayUpToDate: '离线，已是最新',
    awayBehind: (entries) => `离线，落后 ${number(entries)} 个`,
    self: '本机',
    waiting: '你对这篇笔记的一些修改存在本机，等待法定多数。',
    everywhere: '最近一次修改已到达所有成员。',
    majority: '最近一次修改已到达法定多数。',
  },

  role: {
    leader: '领导者',
    follower: '跟随者',
    candidate: '候选者',
    learner: '学习者',
    'catching-up': '正在追赶',
    away: '离线',
  },

  cluster: {
    standing: (voters, learners, spare) => {
      const who =
        learners === 0 ? `${number(voters)} 个投票者` : `${number(voters)} 个投票者，${number(learners)} 个学习者`;
      if (voters === 1 && learners === 0) return `${who}：笔记只在这台电脑上。`;
      if (spare < 0) return `${who}：法定多数不可达。`;
      if (spare === 0) return `${who}：一个都不能突然离开。`;
      return `${who}：可以有 ${number(spare)} 个突然离开。`;
    },
    writable: '修改现在能到达法定多数。',
    notWritable: '目前没有领导者：输入的内容先存在本机。',
    leave: '退出集群',
    leaveTitle: (cluster) => `退出${cluster}？`,
    leaveText: '这台电脑不再参与。笔记会留在数据目录的一个文件夹里，其他成员照常继续。',
    leaveLeader: '这台电脑现在是领导者：会先由另一台接任。',
    leaveWaiting: (edits) => `有 ${number(edits)} 处修改还在本机等待法定多数，其他成员将收不到它们。`,
    leaveLast: '这是最后一个成员，集群会随之结束。',
    leaveAction: '退出',
    leaveForceText:
      '法定多数不可达，无法通知其他成员。如果仍要退出，他们会一直把这台电脑当作离线的成员，直到把它移除。',
    leaveForce: '仍要退出',
    state: '本机的状态',
    ownRole: '角色',
    term: '任期',
    termHint: '选举的次数。每个任期最多有一个领导者。',
    leader: '领导者',
    noLeader: '未知',
    leaderHint: '给所有修改排定顺序的成员，其他成员跟随它的日志。',
    commitIndex: '提交索引',
    commitHint: '已到达法定多数的最后一个日志条目，不会再丢失。',
    appliedIndex: '应用索引',
    appliedHint: '本机笔记已经包含的最后一个日志条目。',
    lastIndex: '最后条目',
    lastHint: '本机日志中的最后一个条目，不论是否提交。',
    members: '成员',
    self: '本机',
    vote: '投票者',
    noVote: '无投票权',
    connected: '已连接',
    notConnected: '连接不上',
    match: (matched, last) => `条目 ${number(matched)} / ${number(last)}`,
    matchUnknown: '还不清楚它的日志',
    sendingSnapshot: (percent) => `正在向它发送快照：${percent} %`,
    receivingSnapshot: (percent) => `正在接收快照：${percent} %`,
    snapshotOf: (name) => `${name}已有的快照`,
    matchOf: (name) => `${name}已有的日志`,
    remove: '移除',
    removeNamed: (name) => `移除${name}`,
    removeTitle: (name) => `移除${name}？`,
    removeText: '它会停止参与并收到通知，它上面的笔记仍然保留，以后可以再次申请加入。',
    removeLeader: '它现在是领导者：会先由另一台电脑接任，大家可以继续书写。',
    removeAction: '移除',
    handOver: '移交领导权',
    handOverNamed: (name) => `移交领导权给${name}`,
    handOverHint: '领导者先让它的日志补齐，再由它领导。已写下的内容不会丢失。',
    handingOver: (name) => `正在把领导权移交给${name}…`,
    handedOver: (name) => `现在由${name}领导。`,
    takeOver: '接过领导权',
    diagram: (cluster) => `${cluster}的成员和连接情况`,
    log: '日志',
    logHint: '最近 50 个条目，新的在前',
    logEmpty: '还没有条目',
    entry: '条目',
    what: '内容',
    by: '来自',
    where: '位置',
    byCluster: '集群',
    onItsWay: '传送中',
    onMajority: '法定多数',
    onEveryone: '所有成员',
  },

  log: {
    noOp: (term) => `新的领导者开始任期 ${number(term)}`,
    configuration: (change: ConfigurationLine['change'], names) => {
      switch (change) {
        case 'create':
          return `${list(names)}新建了集群`;
        case 'recover':
          return `原来的法定多数已失去，${list(names)}继续运行`;
        case 'add-learner':
          return `${list(names)}作为学习者加入，暂无投票权`;
        case 'promote':
          return `${list(names)}已追上进度，成为投票者`;
        case 'demote':
          return `${list(names)}不再投票，转为学习者`;
        case 'remove':
          return `${list(names)}不再是成员`;
      }
    },
    intended: (change, names) => {
      switch (change) {
        case 'demote':
          return `${list(names)}将转为学习者`;
        case 'remove':
          return `${list(names)}将离开`;
      }
    },
    also: (parts) => parts.join('；'),
    jointBegins: (what) => `联合配置：${what}`,
    jointEnds: (what) => `联合配置结束：${what}`,
    jointHint: '联合配置结束之前，由旧投票者的多数和新投票者的多数共同决定。',
    createNote: (title) => `新建笔记“${title}”`,
    renameNote: (title) => `笔记改名为“${title}”`,
    deleteNote: (title) => `删除笔记“${title}”`,
    editNote: (title, inserted, deleted) => {
      const removed = deleted === 0 ? '' : `删除 ${number(deleted)} 个字符`;
      return `${title}：${[inserted === '' ? '' : `“${inserted}”`, removed].filter((part) => part !== '').join('，')}`;
    },
    setRegister: (name, bytes) => `寄存器 ${name} 设为 ${number(bytes)} 字节的值`,
    compareAndSetRegister: (name, bytes) => `寄存器 ${name} 比较后设为 ${number(bytes)} 字节的值`,
    introduceMember: (name) => `一个成员自称${name}`,
    nameCluster: (name) => `集群名为${name}`,
    unknown: (bytes) => `一个本版本不认识的条目，${number(bytes)} 字节`,
  },

  status: {
    label: '当前状态',
    alone: '未加入集群',
    asking: '正在申请加入',
    looking: '正在这个网络里寻找电脑',
    leads: (name, term) => `${name}是领导者，任期 ${number(term)}`,
    selfLeads: (term) => `本机是领导者，任期 ${number(term)}`,
    noLeader: (term) => `没有已知的领导者，任期 ${number(term)}`,
    reachable: (reachable, members) => `${number(members)} 台中可达 ${number(reachable)} 台`,
    noMajority: (reachable, members) => `${number(members)} 台中可达 ${number(reachable)} 台：输入的内容存在本机`,
    waiting: (edits) => `${number(edits)} 处修改存在本机，正在传送`,
    waitingLong: (edits) => `${number(edits)} 处修改存在本机，等待法定多数`,
    onMajority: '你的修改已到达法定多数',
    onEveryone: '你的修改已到达所有成员',
    entry: (index) => `条目 ${number(index)}`,
  },

  notices: {
    region: '通知',
    editLost: (title) => `对“${title}”的一处修改没能合并`,
    editLostText: (reason) => `它不在笔记里（${reason}）。文字如下：`,
    copyText: '复制文字',
    peerMisbehaves: (peer) => `${peer}发来了不该发的内容`,
    peerMisbehavesText: '已经忽略，没有任何丢失。它的 Raftpad 版本可能与本机不符。',
    approved: (name, by) => `${by}同意了${name}加入`,
    refused: (name, by) => `${by}拒绝了${name}加入`,
    withdrawn: (name) => `${name}撤回了申请`,
    storageFailed: '本机磁盘无法写入',
    storageFailedText: (detail) => `请腾出空间或检查磁盘，然后重新启动 Raftpad。（${detail}）`,
    left: '这台电脑已退出集群',
    leftText: (folder) => `笔记保存在 ${folder}`,
    failed: '操作没有成功',
  },

  settings: {
    title: '设置',
    language: '语言',
    languageSystem: '跟随系统',
    scheme: '颜色',
    schemeSystem: '跟随系统',
    schemeLight: '浅色',
    schemeDark: '深色',
    laptop: '这台电脑',
    laptopName: '名字',
    save: '保存',
    saved: '已保存',
    fingerprint: '指纹',
    fingerprintHint: '有电脑申请加入时用来核对。',
    addresses: '地址',
    addressesHint: '供另一台电脑用地址加入。',
    addressesNone: '没有地址：这台电脑不在任何网络里。',
    copyAddress: (address) => `复制 ${address}`,
    about: '关于',
    version: 'Raftpad',
    runtime: '运行环境',
    runtimeOld: '这个 Electron 运行环境已不再有安全更新，仅供试用和测试。',
    profile: '配置名',
    dataDirectory: '数据文件夹',
    showFolder: '打开',
    licence: '许可证',
    licenceText: 'MIT，可自由使用、修改和分发。',
  },

  failures: {
    'invalid-request': '成员进程不接受这个请求，请检查填写的内容。',
    'unknown-method': '成员进程的版本不同，不认识这个请求。请重新启动 Raftpad。',
    'not-a-member': '这台电脑不在任何集群里。',
    damaged: '这台电脑保存的数据已损坏。修复之前，这里不能读也不能写。',
    'already-a-member': '这台电脑已经在一个集群里，请先退出。',
    'no-majority': '法定多数不可达，没有做任何更改。等更多电脑可达时再试。',
    timeout: '没有及时得到回应。这件事仍可能完成：再做之前请先看一看。',
    refused: '集群没有接受这个请求。',
    busy: '另一项成员或领导者的变更一直在进行，这次没有做任何更改。请再试一次。',
    'not-a-voter': '那台电脑没有投票权，不能领导。等它追上进度就会有。',
    'no-successor': '没有其他可达的投票者，无人可以接任。',
    'successor-unreachable': '领导者连接不上那台电脑，仍由它自己领导。请另选一台，或等那台恢复。',
    'successor-behind': '那台电脑没能及时补齐日志，仍由原来的领导者领导。等它追上后再试。',
    'not-elected': '那台电脑没能及时接任，仍由原来的领导者领导。请再试一次，或另选一台。',
    unreachable: '那边没有回应。请检查地址，并确认那台电脑开着 Raftpad、在同一个网络里。',
    'bad-address': '这不是地址。地址形如 192.168.1.20:47101 或 /ip4/192.168.1.20/tcp/47101。',
    'unknown-note': '这篇笔记已经不存在了。',
    'unknown-member': '这台电脑已经不在了，可能撤回了申请。',
    'unknown-cluster': '现在看不到这个集群了。请等它再次出现，或用地址加入。',
    'stale-document': '笔记有了新的进展，正在重新打开。',
    'too-many-waiting': '本机等待的修改太多。法定多数可达后会继续发送。',
    'too-large': '内容太大：一篇笔记最多一百万个字符。',
    'not-a-backup': '这个文件不是 Raftpad 的备份，请另选一个。',
    'backup-damaged': '这个备份已损坏，没有读取其中任何内容。如有其他备份，请改用那一个。',
    'backup-newer': '这个备份由更新版本的 Raftpad 保存。请先更新这台电脑上的 Raftpad，然后再试。',
    'file-unreadable': '无法读取这个文件。请重新选择，并确认你有权读取它。',
    'file-unwritable': '无法写入那里。请另选一个文件夹，并确认磁盘有空间、你有权写入。',
    'storage-failed': '本机磁盘写入失败。请腾出空间后再试。',
    internal: 'Raftpad 内部出了问题。请重试；如果仍然如此，请重新启动。',
    disconnected: '本机的成员进程现在没有运行。它会自动恢复，然后请重试。',
  },
};
