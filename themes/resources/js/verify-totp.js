// Improvements of our pages. Everything works without this script.
(() => {
  "use strict";

  /** Long enough to stop a second click, short enough to try again after a request that was stopped. */
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
    // The browser's history restores the page with its disabled buttons; some browsers do so on a reload as well.
    addEventListener("pageshow", release);
  }

  /** While the default button is disabled, Enter in a field sends nothing either. */
  function disable(form, disabled) {
    for (const button of [...form.elements].filter((element) => element.type === "submit")) {
      button.disabled = disabled;
    }
  }

  /** Shows the button that copies a text, if the browser lets a page copy. */
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

  /** Shows the server's time in the time zone of the browser. */
  function localise(time) {
    const instant = new Date(time.dateTime);
    time.textContent = instant.toLocaleTimeString(document.documentElement.lang || undefined);
    time.dir = "auto";
  }

  document.querySelectorAll("form.verify-totp").forEach(sendOnce);
  document.querySelectorAll("button[data-copies]").forEach(offerCopy);
  document.querySelectorAll("#verify-totp-time").forEach(localise);
})();
