// What our pages can do better with a script. Everything works without it.
(() => {
  "use strict";

  /** Long enough to cover an impatient second click, short enough to try again after a request that was stopped. */
  const SENDING = 10_000;

  /** A form is sent once, however often its button is pressed, until its page is shown again. */
  function sendOnce(form) {
    let sending = 0;
    const release = () => {
      clearTimeout(sending);
      sending = 0;
      mark(form, false);
    };
    form.addEventListener("submit", (event) => {
      if (sending) {
        event.preventDefault();
        return;
      }
      sending = setTimeout(release, SENDING);
      mark(form, true);
    });
    // From the browser's history, the page comes as it was left.
    addEventListener("pageshow", release);
  }

  /** The buttons stay enabled: a disabled one would lose the focus, and its own value would not be sent. */
  function mark(form, sent) {
    for (const button of form.querySelectorAll("button[type=submit]")) {
      if (sent) {
        button.setAttribute("aria-disabled", "true");
      } else {
        button.removeAttribute("aria-disabled");
      }
    }
  }

  /** Shows the button that copies a text, where the browser lets a page copy. */
  function offerCopy(button) {
    if (!navigator.clipboard) {
      return;
    }
    const source = document.getElementById(button.dataset.copies);
    const status = document.getElementById(button.dataset.tells);
    button.hidden = false;
    button.addEventListener("click", async () => {
      status.textContent = "";
      try {
        await navigator.clipboard.writeText(source.textContent.replace(/\s/g, ""));
        status.textContent = button.dataset.text;
      } catch {
        // Not allowed: leave the key selected, so that the keyboard can copy it.
        getSelection().selectAllChildren(source);
      }
    });
  }

  /** The server's time as the clock of this place shows it. */
  function localise(time) {
    const instant = new Date(time.dateTime);
    time.textContent = instant.toLocaleTimeString(document.documentElement.lang || undefined);
    time.dir = "auto";
  }

  document.querySelectorAll("form.verify-totp").forEach(sendOnce);
  document.querySelectorAll("button[data-copies]").forEach(offerCopy);
  document.querySelectorAll("#verify-totp-time").forEach(localise);
})();
