/** What the shell itself says: its menu and what it tells about the member's process. The window has its own catalogue. */
import type { Language } from '../src/api/shell.ts';

const english = {
  file: 'File',
  edit: 'Edit',
  view: 'View',
  window: 'Window',
  about: 'About Raftpad',
  hide: 'Hide Raftpad',
  hideOthers: 'Hide Others',
  showAll: 'Show All',
  closeWindow: 'Close Window',
  quit: 'Quit Raftpad',
  undo: 'Undo',
  redo: 'Redo',
  cut: 'Cut',
  copy: 'Copy',
  paste: 'Paste',
  pasteAsText: 'Paste Without Formatting',
  selectAll: 'Select All',
  actualSize: 'Actual Size',
  zoomIn: 'Zoom In',
  zoomOut: 'Zoom Out',
  fullScreen: 'Full Screen',
  developerTools: 'Developer Tools',
  minimize: 'Minimize',
  saveBackup: 'Save a Backup',
  openBackup: 'Choose a Backup',
  exportNotes: 'Choose a Folder for the Text Files',
  backupFiles: 'Raftpad backups',
  allFiles: 'All files',
  memberAway: 'The member on this laptop is not running right now. Try again in a moment.',
  memberStopped: (reason: string) =>
    `The member on this laptop stopped (${reason}). What was kept is safe; it is being started again.`,
  memberFailed: (reason: string) =>
    `The member on this laptop keeps stopping (${reason}). What was kept is safe. Try again, or restart Raftpad.`,
  exitCode: (code: number) => `exit code ${code}`,
};

export type Messages = typeof english;

const chinese: Messages = {
  file: '文件',
  edit: '编辑',
  view: '视图',
  window: '窗口',
  about: '关于 Raftpad',
  hide: '隐藏 Raftpad',
  hideOthers: '隐藏其他',
  showAll: '全部显示',
  closeWindow: '关闭窗口',
  quit: '退出 Raftpad',
  undo: '撤销',
  redo: '重做',
  cut: '剪切',
  copy: '复制',
  paste: '粘贴',
  pasteAsText: '粘贴为纯文本',
  selectAll: '全选',
  actualSize: '实际大小',
  zoomIn: '放大',
  zoomOut: '缩小',
  fullScreen: '全屏',
  developerTools: '开发者工具',
  minimize: '最小化',
  saveBackup: '保存备份',
  openBackup: '选择备份',
  exportNotes: '选择存放文本文件的文件夹',
  backupFiles: 'Raftpad 备份',
  allFiles: '所有文件',
  memberAway: '本机的成员进程现在没有运行，请稍后再试。',
  memberStopped: (reason) => `本机的成员进程已停止（${reason}）。已保存的内容不受影响，正在重新启动。`,
  memberFailed: (reason) => `本机的成员进程反复停止（${reason}）。已保存的内容不受影响。请重试，或重新启动 Raftpad。`,
  exitCode: (code) => `退出码 ${code}`,
};

const catalogues: Record<Language, Messages> = { en: english, 'zh-CN': chinese };

export function messagesFor(language: Language): Messages {
  return catalogues[language];
}
