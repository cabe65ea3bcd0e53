/** 这台电脑离开或被移出的集群，在本机留下的笔记。 */
import type { CopiesMessages } from './copies-en.ts';

const number = (value: number): string => new Intl.NumberFormat('zh-CN').format(value);

export const copiesZhCN: CopiesMessages = {
  removedTitle: (cluster) => `这台电脑已被移出${cluster}`,
  leftTitle: (cluster) => `${cluster}：这台电脑离开时的笔记`,
  removedBy: (by, time) => `${by}于${time}移除了它。`,
  removed: (time) => `${time}被移除。`,
  left: (time) => `${time}离开。`,
  overTitle: (cluster) => `${cluster}：这台电脑转入恢复后的集群之前的笔记`,
  over: (time) => `这台电脑于${time}转入恢复后的集群，这是之前的内容。`,
  readOnly: '笔记按最后在这里的样子留在本机，可以阅读、复制和保存。不会再发送任何内容。',
  waiting: (notes) => `有 ${number(notes)} 篇笔记里的修改还没有送达法定多数，用下划线标出。`,
  askAgain: (cluster) => `再次申请加入${cluster}`,
  asking: '正在申请…',
  elsewhere: '新建或加入集群…',
  back: '返回',
  open: '查看笔记',
  openNamed: (cluster, time) => `查看笔记：${cluster}，${time}`,
  kept: '留在本机的笔记',
  all: (copies) => `显示全部 ${number(copies)} 份`,
  keptIn: '保存位置',
  damaged: '读不出的内容',
  unreadable: (folder) => `无法读取这份笔记的文件。它们应当在 ${folder}：是否被移走，或磁盘已损坏？没有更改任何内容。`,
  failed: '无法读取笔记。',
  noNotes: '里面没有笔记。',
  copyText: '复制全文',
  copyWaiting: '复制未送出的内容',
  textWaiting: '带下划线的内容还没有送达法定多数。备份里没有，文本文件里有。',
  savedWaiting: (notes) => `${number(notes)} 篇笔记里未送出的内容不在备份里：请复制，或导出为文本文件。`,
  delete: '删除这份笔记…',
  deleteTitle: (cluster) => `删除留在本机的${cluster}笔记？`,
  deleteNotes: (notes) =>
    notes === 0
      ? '里面没有笔记。它将从这台电脑上永久删除。'
      : `最后留在这里的 ${number(notes)} 篇笔记将从这台电脑上永久删除。`,
  deleteWaiting: (notes) =>
    `其中 ${number(notes)} 篇笔记里有还没有送达法定多数的修改，可能只有这台电脑上有，将会丢失。`,
  deleteFound: '正等你决定去留的文字会保留到你决定为止。',
  deleteUnread: '里面的笔记现在无法读取，因此无法说明会失去什么。仍在的内容将从这台电脑上永久删除。',
  deleteElsewhere: '其他电脑，以及你从中保存出来的文件，都不受影响。',
  deleteAlsoIn: (folder) => `读取时用到的损坏文件仍留在 ${folder}。如果也不要了，请自行删除该文件夹。`,
  deleteAction: '永久删除',
  deleting: '正在删除…',
  deleted: (cluster) => `已删除留在本机的${cluster}笔记`,
  deletedPartly: (folder) => `有些文件暂时无法删除，仍在 ${folder}。Raftpad 下次启动时会再试。`,
  status: (cluster) => `${cluster}：只能读取`,
};
