package org.unshatter.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.unshatter.tests.cli.Jvm;

/** A folder is one training's, of this process and of others, until that has ended. */
class FolderLockTest {

    @TempDir
    Path folder;

    /** What another process would find. */
    public static final class Other {
        public static void main(String[] arguments) throws IOException {
            try (FileChannel channel = FileChannel.open(Path.of(arguments[0], ".lock"), StandardOpenOption.WRITE)) {
                System.out.print(channel.tryLock() == null ? "taken" : "free");
            }
        }
    }

    @Test
    void whoIsRefusedDoesNotFreeTheFolder() throws IOException {
        FolderLock lock = FolderLock.of(folder);
        for (Path same : List.of(folder, folder.resolve("..").resolve(folder.getFileName()))) {
            assertTrue(assertThrows(FileSystemException.class, () -> FolderLock.of(same)).getMessage().contains("another training is running there"));
        }
        assertEquals("taken", other());
        lock.close();
        assertEquals("free", other());
        FolderLock.of(folder).close();
        FolderLock.of(folder).close();
    }

    private String other() {
        return Jvm.run(folder, null, List.of(Jvm.java().toString(), "-cp", System.getProperty("java.class.path"), Other.class.getName(), folder.toString())).out();
    }
}
