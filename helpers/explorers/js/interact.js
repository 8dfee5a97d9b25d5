// Mouse and keyboard on the grids of a board: look, pin, edit. One listener for all cells.
import { element } from "./dom.js";
import { parse } from "./number.js";

// on.look(name | ""), on.pin(name), on.unpin(), on.edit(grid, i, j, value), on.say(text)
export function interact(board, on, say) {
  const cellOf = (event) => {
    const cell = event.target.closest?.("[role=gridcell]");
    if (cell) board.settle();
    return cell && !cell.hidden && !cell.parentNode.hidden ? cell : null;
  };
  const nameOf = (cell) => cell.at.grid.nameOf(cell.at.i, cell.at.j);
  let editing = null;

  const focus = (cell) => {
    cell.at.grid.reach(cell.at.i, cell.at.j);
    cell.focus({ preventScroll: true });
    cell.scrollIntoView?.({ block: "nearest", inline: "nearest" });
  };

  const edit = (cell, text) => {
    const { grid, i, j } = cell.at;
    if (editing || !grid.editable || grid.isMarked(i, j, "pad")) return;
    const input = element("input", "tk-input", cell);
    input.value = text ?? grid.textAt(i, j).replace("−", "-");
    input.setAttribute("aria-label", `${grid.id}[${i + grid.first}, ${j + grid.first}]. ${say("edit_hint")}`);
    input.inputMode = "decimal";
    editing = { cell, input };
    const close = (keep) => {
      if (editing?.input !== input) return;
      editing = null;
      const value = parse(input.value);
      input.remove();
      if (!keep) return;
      if (value === null) on.say(say("not_a_number", { text: input.value }), true);
      else on.edit(grid, i + grid.first, j + grid.first, value);
    };
    input.addEventListener("keydown", (event) => {
      event.stopPropagation();
      if (event.key !== "Enter" && event.key !== "Escape" && event.key !== "Tab") return;
      if (event.key !== "Tab") event.preventDefault();
      close(event.key !== "Escape");
      focus(cell);
    });
    input.addEventListener("blur", () => close(true));
    input.focus();
    if (text === undefined) input.select();
  };

  const node = board.node;
  node.addEventListener("pointerover", (event) => {
    const cell = cellOf(event);
    if (cell && event.pointerType !== "touch") on.look(nameOf(cell), false);
  });
  node.addEventListener("pointerleave", () => on.look("", false));
  node.addEventListener("focusin", (event) => {
    const cell = cellOf(event);
    if (cell && event.target === cell) on.look(nameOf(cell), true);
  });
  node.addEventListener("focusout", (event) => {
    if (!node.contains(event.relatedTarget)) on.look("", false);
  });
  node.addEventListener("click", (event) => {
    const cell = cellOf(event);
    if (!cell || event.target !== cell) return;
    focus(cell);
    if (event.detail < 2) on.pin(nameOf(cell));
  });
  node.addEventListener("dblclick", (event) => {
    const cell = cellOf(event);
    if (cell && event.target === cell) edit(cell);
  });
  node.addEventListener("keydown", (event) => {
    const cell = cellOf(event);
    if (!cell || event.ctrlKey || event.metaKey || event.altKey) return;
    const { grid, i, j } = cell.at;
    const steps = {
      ArrowUp: [i - 1, j], ArrowDown: [i + 1, j], ArrowLeft: [i, j - 1], ArrowRight: [i, j + 1],
      Home: [i, 0], End: [i, grid.columns - 1], PageUp: [0, j], PageDown: [grid.rows - 1, j],
    };
    if (event.key in steps) {
      const [r, c] = steps[event.key];
      if (r >= 0 && c >= 0 && r < grid.rows && c < grid.columns) focus(grid.nodeAt(r, c));
    } else if (event.key === "Enter" || event.key === " ") on.pin(nameOf(cell));
    else if (event.key === "Escape") on.unpin();
    else if (event.key === "F2") edit(cell);
    else if (/^[-\d.]$/.test(event.key)) edit(cell, event.key);
    else return;
    event.preventDefault();
  });
}
