/** 失去法定多数、在没有多数时恢复的集群，以及回来的电脑上独有的内容。 */
import type { RecoveryMessages } from './recovery-en.ts';

const number = (value: number): string => new Intl.NumberFormat('zh-CN').format(value);
const list = (names: readonly string[]): string => new Intl.ListFormat('zh-CN').format(names);

export const recoveryZhCN: RecoveryMessages = {
  lost: (missing) => (missing.length === 0 ? '法定多数不可达' : `没有法定多数：${list(missing)}不在场`),
  lostShort: '照常阅读和输入：修改存在本机，等足够多的电脑回来后再送给它们。',
  lostMore: '可以做什么',
  lostSince: (time) => `从${time}起，在场的电脑太少，不能一起作出任何决定。`,
  missing: '不在场',
  missingSince: (time) => `${time}之前在场`,
  missingUnseen: '从这里启动 Raftpad 起就没见到',
  works: '仍然可用的功能',
  worksText: '这台电脑上的笔记都可以阅读、导出和备份。输入的内容保存在这里，等待发送。',
  wait: '如果其他电脑还会回来',
  waitText: '请在那些电脑上打开 Raftpad，并连到这个网络。一切会自动继续，什么都不会丢失。',
  gone: '如果它们不会回来',
  goneText: '这台电脑可以用它现有的笔记，不等它们继续下去。',
  recover: '在这里恢复…',
  recoverTitle: (cluster) => `只用这台电脑继续${cluster}？`,
  recoverWarning: (missing) =>
    missing.length === 0
      ? '其他所有电脑都会被留在集群之外。'
      : `${list(missing)}以及其他所有电脑都会被留在集群之外。只有它们才有的修改，从此在这里没有。`,
  recoverTwo: '如果它们还在别处聚在一起，会在没有这台电脑的情况下继续：那样就有了两个集群，而且永远不会合并。',
  recoverReturn: '以后回来的电脑会询问使用者是否过来，不会丢失任何文字：只有那台电脑才有的内容，会在那里列出供选择。',
  recoverEdits: (edits) => `在这里等待的 ${number(edits)} 处修改会进入恢复后的集群。`,
  recoverType: (cluster) => `请输入集群名称以确认：${cluster}`,
  recoverAction: '在这里恢复',
  recovering: '正在恢复…',
  recovered: (by, time) => `${time}在${by}上恢复`,
  recoveredHere: (time) => `${time}在这台电脑上恢复`,
  former: '恢复前在集群里、还没有回来',
  formerSeen: '现在就在这个网络里：那边正在询问是否过来',
  formerAway: '不在场',
  elsewhere: {
    behind: (by) => `这台电脑不在时，集群在${by}上恢复了`,
    apart: (by) => `集群也在${by}上恢复了`,
  },
  elsewhereText: {
    behind: (time, laptops) =>
      `时间：${time}。${list(laptops)}在恢复后的集群里。这台电脑还在恢复之前的集群里，两者永远不会合并。`,
    apart: (time, laptops) =>
      `时间：${time}。${list(laptops)}在那个集群里。这里也恢复过，所以现在有两个集群，而且永远不会合并。`,
  },
  goOverTo: (by) => `去${by}上的集群`,
  goOverText:
    '这台电脑会得到那个集群的笔记。它现有的内容保存在数据文件夹里，只有这台电脑才有的每段文字，之后都会列出供你选择。',
  stillWorks: '这台电脑所在的集群有领导者，仍在继续。请大家商量保留哪一个。',
  goingOver: '正在过去…',
  notNow: '以后再说',
  decide: '去决定',
  rejoining: {
    title: (cluster) => `这台电脑正在转到${cluster}`,
    text: (by) => `即在${by}上恢复的集群。到了那里之后，只有这台电脑才有的每段文字都会列出供你选择。`,
    looking: (names) => `正在寻找${names}。请确认那边开着 Raftpad，并且在同一个网络里。`,
    asking: (by) => `正在询问${by}…`,
    noMajority: (by) => `${by}有回应，但那个集群在场的电脑不够作出决定。人够了会自动继续。`,
    catchingUp: (entry) => `正在接收笔记：第 ${number(entry)} 条`,
    receiving: (percent) => `正在接收笔记：${percent} %`,
    takeBack: '留在恢复之前的集群里',
    keptIn: '这台电脑之前的内容保存在',
    keptLater: '在那边接纳之前，这台电脑上什么都不会改变。',
  },
  repairElsewhere: (by) =>
    `集群在${by}上恢复了。这台电脑可以回到那个集群；它自己的文字中能读出的部分，之后会列出供你选择。`,
  rejoined: '这台电脑已经转到恢复后的集群',
  rejoinedText: (folder) => `之前的内容保存在 ${folder}`,
  found: (texts) => `有 ${number(texts)} 段文字只在这台电脑上`,
  foundShort: '请决定每一段怎么处理。在那之前都保存在这里。',
  foundShow: '去看看',
  foundTitle: '只在这台电脑上的文字',
  foundLead: '它们不在集群里：写下时集群分开着，或者一直在这里等待法定多数。在你确认之前，什么都不会删除。',
  foundNone: '全部都已处理。',
  foundFailed: '没能读出这些文字。',
  foundWhole: (cluster, time) => `${cluster}中这台电脑上的整篇笔记，${time}发现`,
  foundPart: (cluster, time) => `在${cluster}的笔记中输入的内容，${time}发现`,
  foundLength: (characters) => `${number(characters)} 个字符`,
  foundAll: '显示全文',
  foundAdd: '添加为笔记',
  foundAddNamed: (title) => `添加为笔记：${title}`,
  foundAdding: '正在添加…',
  foundDiscard: '删除',
  foundDiscardNamed: (title) => `删除“${title}”`,
  foundDiscardTitle: '删除这段文字？',
  foundDiscardText: '没有任何电脑的笔记里有它，删除后无法在这里找回。',
  foundDiscardAction: '删除',
  foundNoteTitle: (title, laptop, time) => `${title}（来自${laptop}，${time}）`,
  back: '返回笔记',
};
