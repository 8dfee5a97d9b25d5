// The words that every explorer shows. The object is strict JSON: Python reads it too.
export const TEXTS = {
  "en": {
    "back": "◀ Back",
    "forward": "Step ▶",
    "whole": "Show all",
    "edit_hint": "Type a number and press Enter.",
    "not_a_number": "“{text}” is no number. Type one such as 2, -0.5 or 1/9.",
    "grid_label": "{name}, {rows} by {columns}",
    "editable": "editable",
    "pinned": "pinned",
    "legend_source": "solid frame: what the cell is made of",
    "legend_target": "dashed frame: what is made of it",
    "padding": "padding",
    "speed": "Speed",
    "play": "Play"
  },
  "zh": {
    "back": "◀ 上一步",
    "forward": "下一步 ▶",
    "whole": "全部显示",
    "edit_hint": "输入一个数，按 Enter。",
    "not_a_number": "“{text}”不是数。请输入如 2、-0.5 或 1/9。",
    "grid_label": "{name}，{rows} 行 {columns} 列",
    "editable": "可编辑",
    "pinned": "已固定",
    "legend_source": "实线框：该格子由它们组成",
    "legend_target": "虚线框：由该格子得到",
    "padding": "填充",
    "speed": "速度",
    "play": "播放"
  }
};

// Returns say(key, values), which looks a text up and fills in its {names}.
export function speaker(language, own = {}) {
  const words = { ...TEXTS[language], ...own[language] };
  return (key, values = {}) => {
    if (!(key in words)) throw new Error(`no text "${key}" in language "${language}"`);
    return words[key].replace(/\{(\w+)\}/g, (_, name) => values[name]);
  };
}
