// The page's own words, in Chinese and English; what the bot says is not ours.

const WORDS = {
  en: {
    skip: "To the message field", people: "People", chats: "Chats", words: "中文 / English",
    theme: "Light or dark", back: "Back to the chats", tools: "Tools", messages: "Messages",
    down: "To the newest message", close: "Close", send: "Send", attach: "Attach files",
    commands: "Commands", placeholder: "Message", caption: "Caption", start: "Start",
    restart: "Unblock and restart", blocked: "You have blocked the bot", edited: "edited",
    typing: "typing…", bot: "bot", today: "Today", yesterday: "Yesterday", reply: "Reply", forward: "Forward to the bot",
    edit: "Edit", delete: "Delete", copy: "Copy text", copied: "Copied", editing: "Editing",
    replying: "Reply to", cancel: "Cancel", more: "More", less: "Less", actions: "Actions",
    asFiles: "Send as files", remove: "Remove", empty: "Nothing here yet",
    emptyHint: "Press Start, or just write what went wrong.", members: "members",
    general: "General", closed: "closed", customer: "customer", agent: "agent", admin: "admin",
    local: "Only on this machine. Nothing here reaches Telegram.", clock: "Clock",
    realTime: "real time", ahead: "moved by", reset: "Back to real time", faults: "Troubles",
    order: "Order", clear: "Call off", waiting: "Waiting", none: "None", times: "times",
    seconds: "seconds", method: "Method", kind: "What goes wrong", any: "any message",
    flood: "429 Too Many Requests", server_error: "502 Bad Gateway", delay: "Slow answer",
    drop: "Connection breaks before", lose: "Connection breaks after", repeat: "Update comes twice",
    old: "Update is a day old", person: "This person", language: "App language",
    noLanguage: "not told", block: "Block the bot", unblock: "Unblock the bot",
    newPerson: "Add a person", name: "Name", role: "Role", add: "Add", newGroup: "New group",
    title: "Title", forum: "with topics", small: "basic group", migrate: "Make it a supergroup", newTopic: "New topic", violations: "Calls against the rules",
    photo: "Photo", file: "File", voice: "Voice message", opens: "opens", lost: "Connection lost…",
    topicOpened: "opened the topic", topicClosed: "closed the topic", topicReopened: "reopened the topic",
    topicRenamed: "renamed the topic to", joined: "joined the group", migrated: "The group is a supergroup now",
    forwarded: "Forwarded from", app: "Mini App", closeTopic: "Close topic", reopenTopic: "Reopen topic",
    contact: "Contact", location: "Location", quick: "Quick replies", deletedMessage: "Deleted message",
    botIs: "The bot in this group", administrator: "administrator", member: "member", left: "not in it",
  },
  zh: {
    skip: "跳到输入框", people: "人物", chats: "会话", words: "English / 中文", theme: "深色或浅色",
    back: "返回会话列表", tools: "工具", messages: "消息", down: "到最新消息", close: "关闭", send: "发送",
    attach: "添加图片或文件", commands: "命令", placeholder: "输入消息", caption: "说明文字", start: "开始",
    restart: "解除屏蔽并重新开始", blocked: "您已屏蔽这个机器人", edited: "已编辑", typing: "正在输入…", bot: "机器人",
    today: "今天", yesterday: "昨天", reply: "回复", forward: "转发给机器人", edit: "编辑", delete: "删除", copy: "复制文字", copied: "已复制",
    editing: "编辑消息", replying: "回复", cancel: "取消", more: "展开", less: "收起", actions: "操作", asFiles: "以文件发送",
    remove: "移除", empty: "还没有消息", emptyHint: "点“开始”，或者直接说付款出了什么问题。", members: "人",
    general: "综合", closed: "已关闭", customer: "客户", agent: "客服", admin: "管理员",
    local: "只在这台电脑上运行，不会发到 Telegram。", clock: "时钟", realTime: "真实时间", ahead: "已拨动",
    reset: "恢复真实时间", faults: "故障", order: "安排", clear: "全部取消", waiting: "待发生", none: "没有",
    times: "次", seconds: "秒", method: "方法", kind: "出什么故障", any: "任何消息", flood: "429 发送过快",
    server_error: "502 服务器出错", delay: "回答很慢", drop: "执行前断线", lose: "执行后断线",
    repeat: "同一更新来两次", old: "更新晚到一天", person: "当前人物", language: "应用语言", noLanguage: "未告知",
    block: "屏蔽机器人", unblock: "解除屏蔽", newPerson: "添加人物", name: "名字", role: "身份", add: "添加",
    newGroup: "新建群组", title: "群名", forum: "带话题", small: "基本群", migrate: "升级为超级群组", newTopic: "新话题", violations: "不合规的调用",
    photo: "图片", file: "文件", voice: "语音消息", opens: "打开", lost: "连接断开，正在重连…",
    topicOpened: "创建了话题", topicClosed: "关闭了话题", topicReopened: "重新打开了话题", topicRenamed: "将话题改名为",
    joined: "加入了群组", migrated: "群组已升级为超级群组", forwarded: "转发自", app: "小程序",
    closeTopic: "关闭话题", reopenTopic: "重新打开话题", contact: "联系人", location: "位置", quick: "快捷回复",
    deletedMessage: "已删除的消息", botIs: "本群中的机器人", administrator: "管理员", member: "普通成员", left: "不在群里",
  },
};

let current = localStorage.getItem("words") || (navigator.language.startsWith("zh") ? "zh" : "en");

export const t = (key) => WORDS[current][key] ?? key;
export const locale = () => (current === "zh" ? "zh-CN" : "en-GB");

export function otherWords() {
  current = current === "zh" ? "en" : "zh";
  localStorage.setItem("words", current);
  fillIn();
}

export function fillIn(root = document) {
  document.documentElement.lang = current === "zh" ? "zh-Hans" : "en";
  for (const node of root.querySelectorAll("[data-i18n]")) node.textContent = t(node.dataset.i18n);
  for (const node of root.querySelectorAll("[data-i18n-label]")) {
    node.setAttribute("aria-label", t(node.dataset.i18nLabel));
    if (node.tagName === "BUTTON") node.title = t(node.dataset.i18nLabel);
  }
  document.getElementById("words").textContent = current === "zh" ? "EN" : "中";
}
