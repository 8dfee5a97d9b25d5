// The two things that everything does with the page.

export function element(tag, className, parent, text = "") {
  const node = document.createElement(tag);
  node.className = className;
  if (text) node.textContent = text;
  if (parent) parent.append(node);
  return node;
}

export function setText(node, text) {
  if (node.textContent !== text) node.textContent = text;
}
