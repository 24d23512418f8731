"""How editors and tools put a text into a file: each as the system sees it, step by step."""

import os
import shutil
import subprocess


def _scratch(path, name, text=""):
    beside = path.with_name(name)
    beside.write_text(text)
    return beside


def in_place(path, text):
    path.write_text(text)


def slowly(path, text):
    with path.open("w") as file:
        for letter in text:
            file.write(letter)
            file.flush()


def appended(path, text):
    path.write_text(text[:5])
    with path.open("a") as file:
        file.write(text[5:])


def through_the_middle(path, text):
    with path.open("r+") as file:
        file.write(text)
        file.truncate()


def touched_twice(path, text):
    path.write_text(text)
    os.utime(path)


def vim_renaming(path, text):
    probe = _scratch(path, "4913")
    probe.unlink()
    backup = path.with_name(path.name + "~")
    path.rename(backup)
    path.write_text(text)
    backup.unlink()


def vim_copying(path, text):
    swap = _scratch(path, f".{path.name}.swp", "swap")
    shutil.copy(path, path.with_name(path.name + "~"))
    path.write_text(text)
    path.with_name(path.name + "~").unlink()
    swap.unlink()


def neovim_keeping_a_backup(path, text):
    path.replace(path.with_name(path.name + "~"))
    path.write_text(text)


def emacs(path, text):
    lock = path.with_name(f".#{path.name}")
    lock.symlink_to("someone@somewhere.1234:5678")
    auto = _scratch(path, f"#{path.name}#", text)
    path.rename(path.with_name(path.name + "~"))
    path.write_text(text)
    auto.unlink()
    lock.unlink()


def gedit(path, text):
    _scratch(path, ".goutputstream-A1B2C3", text).replace(path)


def kate(path, text):
    _scratch(path, f".{path.name}.kate-swp")
    _scratch(path, f".{path.name}.Ab1cD2", text).replace(path)
    path.with_name(f".{path.name}.kate-swp").unlink()


def jetbrains(path, text):
    _scratch(path, f"{path.name}___jb_tmp___", text)
    path.rename(path.with_name(f"{path.name}___jb_old___"))
    path.with_name(f"{path.name}___jb_tmp___").rename(path)
    path.with_name(f"{path.name}___jb_old___").unlink()


def vs_code(path, text):
    with path.open("r+") as file:
        file.truncate(0)
        file.seek(0)
        file.write(text)
        os.fsync(file.fileno())


def sublime_atomically(path, text):
    _scratch(path, f".subl{path.name}.tmp", text).replace(path)


def sed_in_place(path, text):
    path.write_text(path.read_text())
    subprocess.run(["sed", "-i", f"1,$c {text.strip()}", str(path)], check=True)


def copied_over(path, text):
    other = path.parent.parent.parent / "elsewhere.txt"
    other.write_text(text)
    subprocess.run(["cp", str(other), str(path)], check=True)


def moved_over(path, text):
    other = path.parent.parent.parent / "elsewhere.txt"
    other.write_text(text)
    other.replace(path)


def installed(path, text):
    other = path.parent.parent.parent / "elsewhere.txt"
    other.write_text(text)
    subprocess.run(["install", "-m", "644", str(other), str(path)], check=True)


def keeping_the_time(path, text):
    # As `rsync -t` does: another text of another size, with a time of long ago.
    fresh = _scratch(path, f".{path.name}.x7Yz", text)
    os.utime(fresh, (1, 1))
    fresh.replace(path)


def same_size_and_time(path, text):
    found = path.stat()
    fresh = _scratch(path, f".{path.name}.x7Yz", text)
    os.utime(fresh, ns=(found.st_atime_ns, found.st_mtime_ns))
    fresh.replace(path)


def deleted_first(path, text):
    path.unlink()
    path.write_text(text)


def linked(path, text):
    # Some tools make the new file without a name, and give it one when it is whole.
    fresh = _scratch(path, f".{path.name}.new", text)
    path.unlink()
    os.link(fresh, path)
    fresh.unlink()


def dropbox(path, text):
    part = _scratch(path, f"~{path.name}.tmp", text[:3])
    part.write_text(text)
    part.replace(path)


def syncthing(path, text):
    _scratch(path, f".syncthing.{path.name}.tmp", text).replace(path)


def downloaded(path, text):
    _scratch(path, f"{path.name}.part", text).replace(path)


def swapped_folder(path, text):
    fresh = path.parent.with_name(".fresh")
    shutil.copytree(path.parent, fresh)
    (fresh / path.name).write_text(text)
    old = path.parent.with_name(".old")
    path.parent.rename(old)
    fresh.rename(path.parent)
    shutil.rmtree(old)


SAVES = [
    in_place, slowly, appended, through_the_middle, touched_twice, vim_renaming, vim_copying, neovim_keeping_a_backup,
    emacs, gedit, kate, jetbrains, vs_code, sublime_atomically, sed_in_place, copied_over, moved_over, installed,
    keeping_the_time, same_size_and_time, deleted_first, linked, dropbox, syncthing, downloaded, swapped_folder,
]  # fmt: skip
