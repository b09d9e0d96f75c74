package io.gemba.agent.core.journal;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A small ext4 of its own, in a file, that can be filled, broken and mended. Needs root. */
final class LoopDisk implements AutoCloseable {
  private final Path image;
  private final Path mount;

  LoopDisk(Path folder, int blockSize, String size) throws IOException {
    image = folder.resolve("image");
    mount = Files.createDirectories(folder.resolve("disk"));
    assumeTrue("root".equals(System.getProperty("user.name")), "mounting a disk needs root");
    assumeTrue(Files.exists(Path.of("/dev/loop-control")), "this kernel has no loop devices");
    try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
      file.setLength(64 << 20);
    }
    run("mkfs.ext4", "-q", "-b", "" + blockSize, "-m", "0", image.toString(), size);
    mount();
  }

  Path folder() {
    return mount;
  }

  void mount() throws IOException {
    run("mount", "-o", "loop,errors=remount-ro", image.toString(), mount.toString());
  }

  void unmount() throws IOException {
    run("umount", mount.toString());
  }

  /** What the kernel does when it finds the file system damaged: read-only from now on. */
  void turnReadOnly() throws IOException {
    String device = run("findmnt", "-no", "SOURCE", mount.toString()).strip();
    Path trigger = Path.of("/sys/fs/ext4", Path.of(device).getFileName() + "/trigger_fs_error");
    assumeTrue(Files.exists(trigger), "this kernel cannot break an ext4 on command");
    Files.writeString(trigger, "1");
  }

  /** Fills the disk to the last byte; the file that does it. */
  Path fill() throws IOException {
    Path hog = mount.resolve("hog");
    for (int bytes : new int[] {1 << 16, 1 << 10, 1}) {
      try (RandomAccessFile file = new RandomAccessFile(hog.toFile(), "rw")) {
        file.seek(file.length());
        while (true) {
          file.write(new byte[bytes]);
        }
      } catch (IOException _) {
        // That much was not free any more.
      }
    }
    return hog;
  }

  static String run(String... command) throws IOException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.onExit().join().exitValue() != 0) {
      throw new IOException(List.of(command) + ": " + said);
    }
    return said;
  }

  @Override
  public void close() throws IOException {
    if (run("findmnt", "-rno", "TARGET").contains(mount.toRealPath().toString())) {
      run("umount", "-l", mount.toString()); // a test that failed may still have files open
    }
  }
}
