// Sort, search, filter and page the tables of the class report. Without it they are plain tables.
"use strict";
(() => {
  const PAGE = 100; // rows that are laid out at once
  const search = document.getElementById("search");
  const filter = document.getElementById("filter");
  const found = document.getElementById("found");

  // Return a row's value in a column, counting cells that span several: a number, a string or null.
  function value(row, column, numeric) {
    let at = 0;
    for (const cell of row.cells) {
      if (at === column) {
        const text = cell.dataset.v ?? cell.textContent.trim().replace("−", "-");
        if (!numeric) return text.toLowerCase();
        const number = Number.parseFloat(text);
        return Number.isNaN(number) ? null : number;
      }
      at += cell.colSpan;
      if (at > column) return null;
    }
    return null;
  }

  function compare(one, two) {
    if (one === null || two === null) return (one === null) - (two === null);
    return typeof one === "number" ? one - two : one.localeCompare(two, undefined, { numeric: true });
  }

  // A table that sorts. rows: all of its rows, even those that are not in the document.
  class Rows {
    constructor(table, rows) {
      this.table = table;
      this.body = table.tBodies[0];
      this.rows = rows.map((row) => ({ row, text: null }));
      this.shown = this.rows;
      [...table.tHead.rows[0].cells].forEach((head, column) => this.sortable(head, column));
    }

    sortable(head, column) {
      const button = document.createElement("button");
      button.type = "button";
      button.append(...head.childNodes);
      head.append(button);
      button.addEventListener("click", () => {
        const down = head.getAttribute("aria-sort") === "ascending";
        for (const other of this.table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
        head.setAttribute("aria-sort", down ? "descending" : "ascending");
        const numeric = head.classList.contains("number");
        for (const each of this.rows) each.key = value(each.row, column, numeric);
        this.rows.sort((one, two) => {
          if (down && one.key !== null && two.key !== null) return compare(two.key, one.key);
          return compare(one.key, two.key);
        });
        this.update();
      });
    }

    update() {
      this.body.replaceChildren(...this.rows.map((each) => each.row));
    }
  }

  // A table of students that searches and filters, and shows a page at a time while it is open.
  class List extends Rows {
    constructor(details) {
      const tables = [...details.querySelectorAll("table")];
      const rows = tables.flatMap((table) => [...table.tBodies[0].rows]);
      const box = tables[0].parentElement;
      super(tables[0], rows);
      this.details = details;
      this.box = box;
      this.count = details.querySelector(".count");
      const parts = details.querySelectorAll(":scope > details:not(.missing)");
      if (parts.length) {
        parts[0].before(box);
        for (const part of parts) part.remove();
      }
      this.pager();
      details.addEventListener("toggle", () => this.draw());
      this.update();
    }

    pager() {
      const pager = document.createElement("div");
      pager.className = "pager";
      const turn = (text, step) => {
        const button = document.createElement("button");
        button.type = "button";
        button.textContent = text;
        button.addEventListener("click", () => {
          this.first += step;
          this.box.scrollTop = 0;
          this.draw();
        });
        return button;
      };
      this.back = turn("Previous", -PAGE);
      this.on = turn("Next", PAGE);
      this.where = document.createElement("span");
      this.where.setAttribute("role", "status");
      pager.append(this.back, this.where, this.on);
      this.box.after(pager);
    }

    matches(each, words, wanted) {
      if (wanted && !each.row.dataset.is.split(" ").includes(wanted)) return false;
      if (!words) return true;
      each.text ??= each.row.textContent.toLowerCase();
      return each.text.includes(words);
    }

    update() {
      const words = search.value.trim().toLowerCase();
      this.shown = this.rows.filter((each) => this.matches(each, words, filter.value));
      this.first = 0;
      const all = this.rows.length;
      const some = this.shown.length;
      const students = `${all} student${all === 1 ? "" : "s"}`;
      this.count.textContent = some === all ? students : `${some} of ${students}`;
      this.draw();
    }

    draw() {
      if (!this.details.open) {
        this.body.replaceChildren();
        return;
      }
      const last = Math.min(this.first + PAGE, this.shown.length);
      this.body.replaceChildren(...this.shown.slice(this.first, last).map((each) => each.row));
      this.where.textContent = last ? `${this.first + 1} to ${last} of ${this.shown.length}` : "Nobody";
      this.back.disabled = this.first === 0;
      this.on.disabled = last === this.shown.length;
      this.back.parentElement.hidden = this.shown.length <= PAGE && last > 0;
    }
  }

  const lists = [...document.querySelectorAll("details.list")].map((each) => new List(each));
  for (const table of document.querySelectorAll("table.wide.sorts")) {
    new Rows(table, [...table.tBodies[0].rows]);
  }

  function update() {
    for (const list of lists) {
      list.update();
      if (search.value && list.shown.length) list.details.open = true;
    }
    const some = lists.reduce((sum, list) => sum + list.shown.length, 0);
    found.textContent = search.value || filter.value ? `${some} row${some === 1 ? "" : "s"}` : "";
  }

  let waiting = 0;
  search.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(update, 150);
  });
  filter.addEventListener("change", update);

  // A link to a list opens it; one with a mistake or a fingerprint searches for it, too.
  function open(id) {
    const target = document.getElementById(id);
    if (target instanceof HTMLDetailsElement) target.open = true;
    target?.scrollIntoView();
    target?.querySelector("summary")?.focus({ preventScroll: true });
  }
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[href^='#']");
    if (!link) return;
    if (link.dataset.find) {
      search.value = link.dataset.find;
      filter.value = "";
      update();
    }
    event.preventDefault();
    open(decodeURIComponent(link.hash.slice(1)));
  });
  document.querySelector(".tools").hidden = false;
})();
