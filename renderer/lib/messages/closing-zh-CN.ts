/** 关闭窗口时的提示。 */
import type { ClosingMessages } from './closing-en.ts';

export const closingZhCN: ClosingMessages = {
  handingOver: '正在交接…',
  handingOverText: '其他电脑正在接手，好在没有这台电脑时继续。',
  closing: '正在关闭…',
  closingText: '本机的成员进程正在关闭文件。',
  nowText: '最多几秒钟。无论如何，已保存的内容都不受影响。',
  now: '立即退出',
  unkept: (notes) => (notes === 1 ? '一篇笔记的最后修改只在这个窗口里' : '几篇笔记的最后修改只在这个窗口里'),
  unkeptText: '它们没能写入这台电脑的磁盘。如果现在关闭 Raftpad，就会丢失。请先腾出磁盘空间，或复制文字。',
  stay: '留在这里',
  closeAnyway: '不保留并关闭',
};
