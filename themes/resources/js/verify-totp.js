// What our pages can do better with a script. Everything works without it.
(() => {
  "use strict";

  /** Long enough for an impatient second click, short enough to try again after a request that was stopped. */
  const SENDING = 10_000;

  /**
   * A form is sent once, whichever of its buttons is pressed how often, until its page is shown again. The browser takes
   * the pressed button's name into the form after this event, and of an enabled button only: disabled at once, "Cancel"
   * would turn into "Verify". Until then a second event is stopped instead.
   */
  function sendOnce(form) {
    let sending = 0;
    let focused = null;
    const release = () => {
      clearTimeout(sending);
      sending = 0;
      disable(form, false);
      focused?.focus();
      focused = null;
    };
    form.addEventListener("submit", (event) => {
      if (sending) {
        event.preventDefault();
        return;
      }
      sending = setTimeout(() => {
        if (event.defaultPrevented) {
          release(); // another script has stopped it
          return;
        }
        focused = form.contains(document.activeElement) ? document.activeElement : null;
        disable(form, true);
        sending = setTimeout(release, SENDING);
      });
    });
    // From the browser's history, the page comes as it was left; some browsers remember disabled buttons even without.
    addEventListener("pageshow", release);
  }

  /** While the default button is disabled, Enter in a field sends nothing either. */
  function disable(form, disabled) {
    for (const button of [...form.elements].filter((element) => element.type === "submit")) {
      button.disabled = disabled;
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
