package io.gemba.agent.core.config;

import static io.gemba.agent.core.config.Complaint.quote;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Makes facts of the section {@code gateway.page}. */
final class PageSection {
  private static final Pattern ADDRESS =
      Pattern.compile("(?:\\[([0-9a-fA-F:.]+)]|([A-Za-z0-9.-]+)):(\\d{1,5})");
  private static final String HOW = "write 127.0.0.1:8480, or off";
  private static final PageConfig OFF = new PageConfig(false, "127.0.0.1", 0, Optional.empty());

  private PageSection() {}

  static PageConfig read(Section gateway) {
    Section page = gateway.section("page");
    Optional<Path> file = page.settings().optionalFile("password-file");
    PageConfig config = page.parse("listen", text -> listen(text, file), OFF);
    try {
      if (file.isPresent()) {
        checkPassword(file.get());
      } else if (config.on() && !config.isLoopback()) {
        throw new Complaint(
            "everybody in the network could open the page at " + config.address(),
            "run 'gemba page password FILE' and add password-file: FILE; or listen on 127.0.0.1");
      }
    } catch (Complaint complaint) {
      page.problems().add(page.at(file.isPresent() ? "password-file" : "listen"), complaint);
    }
    return config;
  }

  private static PageConfig listen(String text, Optional<Path> file) throws Complaint {
    if (text.equals("off") || text.equals("false")) {
      return OFF;
    }
    Matcher address = ADDRESS.matcher(text);
    if (!address.matches()) {
      throw new Complaint(quote(text) + " is no address HOST:PORT", HOW);
    }
    int port = Integer.parseInt(address.group(3));
    if (port > 65_535) {
      throw new Complaint("port " + port + " is not between 0 and 65535", HOW);
    }
    String host = address.group(1) == null ? address.group(2) : address.group(1);
    return new PageConfig(true, host, port, file);
  }

  private static void checkPassword(Path file) throws Complaint {
    String make = "run 'gemba page password " + file + "'";
    if (!Files.exists(file)) {
      throw new Complaint("there is no file " + file, make);
    }
    try {
      PagePassword.read(file);
    } catch (IOException e) {
      throw new Complaint(String.valueOf(e.getMessage()), make);
    }
  }
}
