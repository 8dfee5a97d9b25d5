// Mouse and keyboard on the grids of a board: look, pin, edit. One listener for all cells.
import { element } from "./dom.js";
import { parse } from "./number.js";

// on.look(name | "", aloud), on.pin(name) -> what was pinned before, on.repin(name | ""), on.unpin(),
// on.edit(grid, i, j, value), on.complain(text | "")
export function interact(board, on, say) {
  const { node } = board;
  const cellOf = (event) => {
    const cell = event.target.closest?.("[role=gridcell]");
    if (cell) board.settle();
    return cell && !cell.hidden && !cell.parentNode.hidden ? cell : null;
  };
  const nameOf = (cell) => cell.at.grid.nameOf(cell.at.i, cell.at.j);
  let editing = null;
  let looked = ""; // at
  const look = (name, aloud) => on.look((looked = name), aloud);

  const focus = (cell) => {
    cell.at.grid.reach(cell.at.i, cell.at.j);
    cell.focus({ preventScroll: true });
    cell.scrollIntoView?.({ block: "nearest", inline: "nearest" });
  };

  const canEdit = ({ at: { grid, i, j } }) => grid.editable && !grid.isMarked(i, j, "pad");

  // typed: the key that began it, in place of the number that stands there
  const edit = (cell, typed) => {
    const { grid, i, j } = cell.at;
    if (editing || !canEdit(cell)) return;
    on.complain("");
    const input = element("input", "tk-input", cell);
    const exact = String(grid.valueAt(i, j)); // a cell shows less of it
    input.value = typed ?? exact;
    input.setAttribute("aria-label", `${grid.id}[${i + grid.first}, ${j + grid.first}]. ${say("edit_hint")}`);
    input.inputMode = "decimal";
    editing = { cell, input };
    const close = (keep) => {
      if (editing?.input !== input) return;
      editing = null;
      const text = input.value;
      input.remove();
      if (!keep || text === exact) return;
      const value = parse(text);
      if (value === null) on.complain(say("not_a_number", { text }));
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
    if (typed === undefined) input.select();
  };

  node.addEventListener("pointerover", (event) => {
    const cell = cellOf(event);
    if (cell && event.pointerType !== "touch") look(nameOf(cell), false);
  });
  node.addEventListener("pointerleave", () => {
    const cell = node.querySelector(":focus-visible")?.closest("[role=gridcell]"); // the keyboard's
    look(cell ? nameOf(cell) : "", false);
  });
  node.addEventListener("focusin", (event) => {
    const cell = cellOf(event);
    if (cell && event.target === cell) look(nameOf(cell), true);
  });
  node.addEventListener("focusout", (event) => {
    if (!node.contains(event.relatedTarget)) look("", false);
  });
  // A move that has ended may have put another cell, or none, where the mouse or the keyboard is.
  board.rested = () => {
    if (!looked || editing) return;
    const cell = node.querySelector("[role=gridcell]:hover") || node.querySelector("[role=gridcell]:focus-visible");
    const name = cell && !cell.hidden && !cell.parentNode.hidden ? nameOf(cell) : "";
    if (name !== looked) look(name, false);
  };
  let before = ""; // what was pinned when a double click began
  node.addEventListener("click", (event) => {
    const cell = cellOf(event);
    if (!cell || event.target !== cell) return;
    focus(cell);
    if (event.detail < 2) before = on.pin(nameOf(cell));
  });
  node.addEventListener("dblclick", (event) => {
    const cell = cellOf(event);
    if (!cell || event.target !== cell || !canEdit(cell)) return;
    on.repin(before);
    edit(cell);
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
